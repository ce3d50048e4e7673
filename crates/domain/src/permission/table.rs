//! The permission table itself: one row an action.

use super::Role::{self, *};

/// Which part of the house an action belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Area {
    /// Inspection work: business content.
    Work,
    /// Accounts, parameters, backup.
    System,
    /// The journal.
    Journal,
    /// One's own account.
    Own,
}

/// How an action refuses someone who may not know that the thing exists.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sight {
    /// 403: that it exists is no secret.
    Known,
    /// 404: unknown and forbidden look alike.
    Hidden,
}

/// One row of the permission table.
#[derive(Clone, Copy, Debug)]
pub struct Entry {
    /// The action.
    pub action: Action,
    /// Its part of the house.
    pub area: Area,
    /// Whether a refusal may show that the thing exists.
    pub sight: Sight,
    /// The roles that may, within their scope. Empty: every account, for itself.
    pub roles: &'static [Role],
}

macro_rules! permissions {
    ($($(#[$doc:meta])* $action:ident $code:literal $area:ident $sight:ident [$($role:ident),*];)+) => {
        /// Everything that anyone can do or see, by permission.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Action {
            $($(#[$doc])* $action,)+
        }

        /// The table, in the order of the permission page.
        pub const TABLE: &[Entry] = &[
            $(Entry { action: Action::$action, area: Area::$area, sight: Sight::$sight, roles: &[$($role),*] },)+
        ];

        impl Action {
            /// The name in the journal, the API and the permission page's address.
            pub const fn code(self) -> &'static str {
                match self { $(Self::$action => $code,)+ }
            }

            /// The id of the action's name in the catalogues: `action-` and the code with hyphens.
            pub const fn message_id(self) -> &'static str {
                match self { $(Self::$action => concat!("action-", $code),)+ }
            }

            /// The action's row.
            pub const fn entry(self) -> Entry {
                match self {
                    $(Self::$action => Entry {
                        action: Self::$action, area: Area::$area, sight: Sight::$sight, roles: &[$($role),*],
                    },)+
                }
            }

            /// All of them.
            pub fn all() -> impl Iterator<Item = Self> {
                TABLE.iter().map(|e| e.action)
            }
        }
    };
}

permissions! {
    /// See the organisation tree and its units (A1).
    UnitView "unit-view" Work Known [LeadingGroupHead, LeadingGroupMember, OfficeDirector, OfficeStaff, ClueKeeper, TeamLeader, TeamDeputy, TeamLiaison, TeamMember];
    /// Import units from a spreadsheet (A1).
    UnitImport "unit-import" Work Known [OfficeDirector, OfficeStaff];
    /// Enter, rename, merge, split or abolish a unit (A1).
    UnitChange "unit-change" Work Known [OfficeDirector, OfficeStaff];
    /// Take the list of units out as a spreadsheet (A1).
    UnitExport "unit-export" Work Known [OfficeDirector, OfficeStaff];
    /// See coverage of the term (A2).
    CoverageView "coverage-view" Work Known [LeadingGroupHead, LeadingGroupMember, OfficeDirector, OfficeStaff];
    /// Take coverage of the term out as a spreadsheet (A2).
    CoverageExport "coverage-export" Work Known [OfficeDirector, OfficeStaff];
    /// Enter terms and their past rounds (A9).
    TermChange "term-change" Work Known [OfficeDirector, OfficeStaff];
    /// See rounds, their teams and engagements (A3).
    RoundView "round-view" Work Known [LeadingGroupHead, LeadingGroupMember, OfficeDirector, OfficeStaff, ClueKeeper];
    /// Take rounds with teams and engagements out as a spreadsheet (A3).
    RoundExport "round-export" Work Known [OfficeDirector, OfficeStaff];
    /// Plan a round: windows, teams, units, kinds; move it on (A3).
    RoundPlan "round-plan" Work Known [OfficeDirector, OfficeStaff];
    /// Approve a round's plan (A3, A6).
    RoundApprove "round-approve" Work Known [LeadingGroupHead];
    /// See an engagement (A4).
    EngagementView "engagement-view" Work Hidden [LeadingGroupHead, LeadingGroupMember, OfficeDirector, OfficeStaff, TeamLeader, TeamDeputy, TeamLiaison, TeamMember];
    /// Move an engagement to its next stage (A4).
    EngagementAdvance "engagement-advance" Work Hidden [OfficeDirector, OfficeStaff, TeamLeader];
    /// See the files that lie with an engagement, attach and withdraw them.
    EngagementFiles "engagement-files" Work Hidden [TeamLeader, TeamDeputy, TeamLiaison, TeamMember];
    /// See the inspector pool (A5).
    InspectorView "inspector-view" Work Known [OfficeDirector, OfficeStaff];
    /// Take the inspector pool out as a spreadsheet, without what is sealed (A5).
    InspectorExport "inspector-export" Work Known [OfficeDirector, OfficeStaff];
    /// Import or change inspectors (A5).
    InspectorChange "inspector-change" Work Known [OfficeDirector, OfficeStaff];
    /// Propose and change the members of a team (A5).
    TeamPropose "team-propose" Work Known [OfficeDirector, OfficeStaff];
    /// Record a declaration of recusal and check it (F2).
    RecusalCheck "recusal-check" Work Known [OfficeDirector, OfficeStaff];
    /// Clear or refuse a proposed member (F2).
    RecusalClear "recusal-clear" Work Known [OfficeDirector];
    /// Authorise a team for its units between two dates (A4).
    AuthorisationApprove "authorisation-approve" Work Known [LeadingGroupHead];
    /// Record a decision made on paper (A7).
    DecisionRecord "decision-record" Work Known [OfficeDirector, OfficeStaff];
    /// Check a decision that another person recorded from paper (A7).
    DecisionCheck "decision-check" Work Known [OfficeDirector, OfficeStaff];
    /// See clues: a team's own before they are filed, the office's once they are, the head's when they are put (D4).
    ClueView "clue-view" Work Hidden [LeadingGroupHead, ClueKeeper, TeamLeader, TeamDeputy, TeamLiaison, TeamMember];
    /// Draft, revise and grade clues of one's engagement, as its leader or a named inspector (D4).
    ClueDraft "clue-draft" Work Hidden [TeamLeader, TeamDeputy, TeamLiaison, TeamMember];
    /// Name inspectors for an engagement's clues, pass clues to the office (D4).
    ClueLead "clue-lead" Work Hidden [TeamLeader];
    /// Ask for levels, propose and confirm routes, take a clue back before it is sent (D4).
    ClueRoute "clue-route" Work Hidden [ClueKeeper, TeamLeader, TeamDeputy, TeamLiaison, TeamMember];
    /// Import clues from a file (D4).
    ClueImport "clue-import" Work Hidden [ClueKeeper, TeamLeader];
    /// File clues, record approvals from paper, hand over, note receipts and outcomes, remind, balance (D4, H6).
    ClueFile "clue-file" Work Hidden [ClueKeeper];
    /// Approve the routes of clues and matters (D4).
    ClueApprove "clue-approve" Work Hidden [LeadingGroupHead];
    /// Sign for clues handed over, report what became of them (D4).
    ClueReceive "clue-receive" Work Hidden [UnitDiscipline, ReceivingOfficer];
    /// See matters transferred (D4).
    MatterView "matter-view" Work Hidden [LeadingGroupHead, OfficeDirector, OfficeStaff, TeamLeader, TeamDeputy, TeamLiaison, TeamMember];
    /// Draft matters of one's engagement (D4).
    MatterDraft "matter-draft" Work Hidden [TeamLeader, TeamDeputy, TeamLiaison, TeamMember];
    /// Pass matters to the office (D4).
    MatterLead "matter-lead" Work Hidden [TeamLeader];
    /// Send matters, note receipts and outcomes (D4).
    MatterSend "matter-send" Work Hidden [OfficeDirector, OfficeStaff];
    /// Sign for matters sent to one's department, report what was done (D4).
    MatterReceive "matter-receive" Work Hidden [ReceivingOfficer];
    /// See a team's form on the public page (C13, B3).
    OnlineFormView "online-form-view" Work Known [OfficeDirector, OfficeStaff];
    /// Open and close a team's form on the public page (C13, B3).
    OnlineFormChange "online-form-change" Work Known [OfficeDirector, OfficeStaff];
    /// Read an engagement's petitions (C13).
    PetitionView "petition-view" Work Hidden [TeamLeader, TeamDeputy, TeamLiaison, TeamMember];
    /// Take petitions in, correct them before screening, take back mistakes (C13).
    PetitionRegister "petition-register" Work Hidden [TeamLeader, TeamDeputy, TeamLiaison, TeamMember];
    /// Screen, handle, merge, answer and close petitions; raise an incident (C13, B8).
    PetitionHandle "petition-handle" Work Hidden [TeamLeader, TeamDeputy, TeamLiaison, TeamMember];
    /// Refer a petition to a department (C13).
    PetitionRefer "petition-refer" Work Hidden [TeamLeader];
    /// Open who wrote a petition: the leader, and whom the leader named (C13).
    PetitionIdentity "petition-identity" Work Hidden [TeamLeader, TeamDeputy, TeamLiaison, TeamMember];
    /// Name who else in the team may open who wrote petitions (C13).
    PetitionRegistrar "petition-registrar" Work Hidden [TeamLeader];
    /// Take a register of petitions over from a spreadsheet (C13).
    PetitionImport "petition-import" Work Known [OfficeDirector, OfficeStaff, TeamLeader, TeamDeputy, TeamLiaison, TeamMember];
    /// Take an engagement's register out as a spreadsheet, without who reported (C13).
    PetitionExport "petition-export" Work Hidden [TeamLeader, TeamDeputy, TeamLiaison];
    /// See the registers of all teams without text, and their incidents (C13, H6, B8).
    PetitionEnvelope "petition-envelope" Work Known [OfficeDirector, OfficeStaff];
    /// Take the registers of all teams out as a spreadsheet, without text (C13).
    RegisterExport "register-export" Work Known [OfficeDirector, OfficeStaff];
    /// Read what one's unit was told of a gathering (B8).
    IncidentNotice "incident-notice" Work Known [UnitHead, UnitLiaisonHead, UnitLiaisonOfficer];
    /// See what a team planned and recorded by each method of understanding (C1 to C12).
    MethodView "method-view" Work Hidden [TeamLeader, TeamDeputy, TeamLiaison, TeamMember];
    /// Plan talks, visits and the like, record them, check and withdraw records (C1 to C12).
    MethodWrite "method-write" Work Hidden [TeamLeader, TeamDeputy, TeamLiaison, TeamMember];
    /// Open what is sealed of every talk of one's team; who held a talk opens it without (C2, C4).
    MethodOpen "method-open" Work Hidden [TeamLeader];
    /// See the findings of an engagement and their working papers (D1).
    FindingView "finding-view" Work Hidden [TeamLeader, TeamDeputy, TeamLiaison, TeamMember];
    /// Write a working paper, link its evidence, record what is on paper (D1).
    FindingWrite "finding-write" Work Hidden [TeamLeader, TeamDeputy, TeamLiaison, TeamMember];
    /// Sign a working paper as one who undertook it (D1).
    FindingSign "finding-sign" Work Hidden [TeamDeputy, TeamLiaison, TeamMember];
    /// Review a working paper (D1).
    FindingReview "finding-review" Work Hidden [TeamDeputy];
    /// Sign a working paper off, record the team meeting's decision, move a paper into a clue (D1).
    FindingDecide "finding-decide" Work Hidden [TeamLeader];
    /// Import the working papers of a round from a file (D1).
    FindingImport "finding-import" Work Known [OfficeDirector, OfficeStaff];
    /// Read a feedback list from its draft on (E1).
    FeedbackView "feedback-view" Work Hidden [LeadingGroupHead, LeadingGroupMember, OfficeDirector, OfficeStaff, TeamLeader, TeamDeputy, TeamLiaison, TeamMember];
    /// Import a feedback paper and correct its list (E1, E2).
    FeedbackDraft "feedback-draft" Work Hidden [OfficeDirector, OfficeStaff, TeamLeader, TeamDeputy, TeamLiaison];
    /// Tie a feedback problem to the findings behind it (G4).
    FeedbackTie "feedback-tie" Work Hidden [TeamLeader, TeamDeputy, TeamLiaison];
    /// Approve feedback, strike an item, move a measure's day, send a weighty reminder (E1, E4, E5).
    FeedbackApprove "feedback-approve" Work Known [LeadingGroupHead];
    /// Record that the head and the leading body signed for feedback; withdraw it before (E1).
    FeedbackHandOver "feedback-hand-over" Work Hidden [OfficeDirector, OfficeStaff, TeamLeader];
    /// See a unit's own portal: its feedback, its list, its due dates (E1).
    PortalView "portal-view" Work Hidden [UnitHead, UnitLiaisonHead, UnitLiaisonOfficer, ResponsibleLeader, DepartmentHandler, SuperiorLeader];
    /// See items of the ledger: all, a team's, one's own unit's, those supervised (E2).
    LedgerView "ledger-view" Work Hidden [LeadingGroupHead, LeadingGroupMember, OfficeDirector, OfficeStaff, TeamLeader, TeamDeputy, TeamLiaison, TeamMember, UnitHead, UnitLiaisonHead, UnitLiaisonOfficer, ResponsibleLeader, DepartmentHandler, SuperiorLeader, SupervisingOfficer];
    /// Take a ledger out as a spreadsheet (E2).
    LedgerExport "ledger-export" Work Hidden [OfficeDirector, OfficeStaff, UnitHead, UnitLiaisonHead, UnitLiaisonOfficer];
    /// Import a unit's ledger (E2, A9).
    LedgerImport "ledger-import" Work Known [OfficeDirector, OfficeStaff];
    /// Enter an item from self-inspection, a letter, an audit (E11, B7).
    ItemEnter "item-enter" Work Hidden [OfficeDirector, OfficeStaff, UnitHead, UnitLiaisonHead, UnitLiaisonOfficer];
    /// Claim an item with leader and department, object to its facts (E1).
    ItemClaim "item-claim" Work Hidden [UnitHead, UnitLiaisonHead, UnitLiaisonOfficer, ResponsibleLeader];
    /// Answer a unit's objection (E1).
    ItemAnswer "item-answer" Work Hidden [OfficeDirector, OfficeStaff];
    /// Name root cause, goals and measures with their owners and days (E2, E3).
    ItemPlan "item-plan" Work Hidden [UnitHead, UnitLiaisonHead, UnitLiaisonOfficer, ResponsibleLeader, DepartmentHandler];
    /// Note progress with files, declare an item complete (E2, E5).
    ItemReport "item-report" Work Hidden [UnitLiaisonHead, UnitLiaisonOfficer, ResponsibleLeader, DepartmentHandler];
    /// Sign as responsible leader (E5).
    ItemSignLeader "item-sign-leader" Work Hidden [ResponsibleLeader];
    /// Sign as head of the unit (E5).
    ItemSignHead "item-sign-head" Work Hidden [UnitHead];
    /// Sign as superior leader in charge (E5).
    ItemSignSuperior "item-sign-superior" Work Hidden [SuperiorLeader];
    /// Review an item as supervising department (E5, E6).
    ItemReview "item-review" Work Hidden [SupervisingOfficer];
    /// Verify, close, let go on, re-check an item (E5).
    ItemVerify "item-verify" Work Hidden [OfficeDirector, OfficeStaff];
    /// See what is late everywhere and remind (E4).
    ItemRemind "item-remind" Work Known [OfficeDirector, OfficeStaff];
    /// Hand in plan, monthly progress and final report of rectification (E4).
    PapersSubmit "papers-submit" Work Hidden [UnitHead, UnitLiaisonHead, UnitLiaisonOfficer];
    /// Keep the posts of a unit and who holds them (E2).
    PostChange "post-change" Work Hidden [OfficeDirector, OfficeStaff, UnitHead, UnitLiaisonHead, UnitLiaisonOfficer];
    /// See the rulesets in force.
    RulesetView "ruleset-view" System Known [OfficeDirector, OfficeStaff, ClueKeeper, TeamLeader, TeamDeputy, TeamLiaison, TeamMember, SystemAdministrator];
    /// Draft a new version of a ruleset.
    RulesetDraft "ruleset-draft" System Known [OfficeDirector, OfficeStaff, SystemAdministrator];
    /// Publish a ruleset with its basis.
    RulesetPublish "ruleset-publish" System Known [OfficeDirector];
    /// See accounts and their roles.
    AccountView "account-view" System Known [SystemAdministrator, SecurityAdministrator];
    /// Make an account (it begins disabled), change its name, reset its password.
    AccountChange "account-change" System Known [SystemAdministrator];
    /// Enable or disable an account.
    AccountEnable "account-enable" System Known [SecurityAdministrator];
    /// Take a lost second factor off an account.
    SecondFactorReset "second-factor-reset" System Known [SecurityAdministrator];
    /// Grant or end a role.
    RoleGrant "role-grant" System Known [SecurityAdministrator];
    /// See the state of the system: storage, jobs, version.
    SystemView "system-view" System Known [SystemAdministrator];
    /// Have failed jobs tried again, make the search index anew.
    SystemCare "system-care" System Known [SystemAdministrator];
    /// Make a backup.
    BackupMake "backup-make" System Known [SystemAdministrator];
    /// Read the journal's envelopes.
    JournalView "journal-view" Journal Known [Auditor];
    /// Verify the journal against the data.
    JournalVerify "journal-verify" Journal Known [Auditor];
    /// See the permission table. It is no secret.
    PermissionView "permission-view" Own Known [];
    /// Search within what one sees.
    SearchUse "search-use" Own Known [];
    /// Change one's own password and second factor.
    PasswordChange "password-change" Own Known [];
    /// See and end one's own sessions.
    SessionManage "session-manage" Own Known [];
    /// Make and revoke one's own API tokens.
    TokenManage "token-manage" Own Known [];
    /// Read one's own notices.
    NoticeRead "notice-read" Own Known [];
}
