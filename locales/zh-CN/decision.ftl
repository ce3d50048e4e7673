# 批示与审批
decision-paper-waiting = 代录批示，待复核
decision-paper-checked = 代录批示，已复核
decision-paper-rejected = 代录批示，复核不符
decision-not-own-session = 须由批示人本人登录作出；纸面批示请用“代录批示”。
decision-factor-again = 请再次输入密码或验证码，确认是本人作出。
decision-decider-missing = 请填写批示人或作出决定的会议。
decision-in-the-future = 批示日期不能晚于今天（{ $today }）。
decision-wording-missing = 请照原件录入批示内容，如“同意”。
decision-no-check-waiting = 这项批示没有待复核的代录内容。
decision-checker-is-recorder = 复核人不能是代录人本人，请由另一人复核。
decision-reject-without-reason = 复核不符的，要写明哪里不符。
