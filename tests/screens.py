"""Every screen of the phone by its address, one a line: what pictures are taken of and what is tested for access."""

# With the entries of the example patient.
SCREENS = [
    "today",
    "add",
    "journal",
    "journal/calendar",
    "progress",
    "case",
    "help",
    "sync",
    "account",
    "check-in",
    "session/new",
    "session/new/planned",
    "session/past",
    "questionnaire/phq9",
    "links",
    "report",
    "reminders",
    "install",
    "hide",
    "trash",
    "details/patient",
    "details/prior_treatment",
    "details/denial",
    "details/claim/new",
    "copies",
    "settings",
]
# Before anything is entered.
EMPTY = [
    "today",
    "journal",
    "journal/calendar",
    "progress",
    "case",
    "account",
    "session/new/planned",
    "welcome",
    "welcome/private",
    "welcome/install",
]
