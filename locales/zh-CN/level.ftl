# 层级
level-county = 县（市、区）
level-city = 市（地、州）
level-province = 省（自治区、直辖市）
level-ministry = 部委（中央单位）
level-enterprise = 企业
level-university = 高校
level-hospital = 医院
