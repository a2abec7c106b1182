//! PB3xxx: a ports file, and how it fits its workbook.

use super::{Code, Entry};

entries! {
    NOT_A_PORTS_FILE 3001 "a text that is no ports file" {
        "The file is no JSON, or a member has another type than it must have. The message has line and column. Nothing of it is \
         used."
        "Mend the place. What a ports file holds is in [Ports](ports.md)."
    }
    UNKNOWN_MEMBER 3002 "a member that means nothing" {
        "The ports file or one of its entries has a member that this version does not know. It is ignored; most are misspelt."
        "Mend the spelling or take the member out."
    }
    UNKNOWN_SHEET 3003 "a port on a sheet that is not there" {
        "The workbook has no sheet of that name. The port is left out: requests that name it are refused."
        "Mend the name of the sheet. In a ports file it may stand bare, `Price list!B2`, up to the last `!`."
    }
    NOT_A_CELL 3004 "a port that names no cell" {
        "The cell of a port is written `Sheet!A1`: one cell, with its sheet. A range or a defined name is no cell. The port is \
         left out."
        "Write the sheet and the cell."
    }
    BAD_NAME 3005 "a port with a name that cannot be used" {
        "A port's name has 1 to 100 bytes and no control characters. The port is left out."
        "Give it a name; short words joined by `_` read best in requests."
    }
    DUPLICATE_NAME 3006 "two ports with the same name" {
        "Two inputs, or two outputs, have the same name. The second one is left out. An input and an output may share a name."
        "Rename one of the two."
    }
    DUPLICATE_CELL 3007 "two ports for the same cell" {
        "Two inputs set the same cell, so a request could say two things about it: the second is left out. Two outputs that read \
         the same cell are only a warning, and both stand."
        "Take one of them out, or mend its cell."
    }
    WRONG_CHOICE 3008 "a choice of another type than its input" {
        "The choices of an input must have its type: a number written as text is a text. The choice is left out."
        "Mend the choice, or make the input of the type `any`."
    }
    WRONG_BOUND 3009 "a bound that is none" {
        "`min` and `max` are numbers, for a date also `YYYY-MM-DD`, and mean something only for the types `number`, `date` and \
         `any`. The bound is ignored."
        "Mend the bound or take it out."
    }
    EMPTY_RANGE 3010 "a range that holds no number" {
        "`min` is greater than `max`, so the input would refuse every number. Both bounds are ignored."
        "Swap the two."
    }
    DEFAULT_NOT_ALLOWED 3011 "a default that its own input refuses" {
        "What the workbook holds is outside the range or not among the choices. It is accepted all the same, since an absent \
         input is what the workbook holds."
        "Mend the workbook, the choices or the range."
    }
    DEFAULT_DIFFERS 3012 "a default that is not what the workbook holds" {
        "`default` is for readers of the ports file; what counts is the workbook, and that is what an absent input is. The two \
         differ, so one of them is stale."
        "Set `default` to what the message says that the workbook holds."
    }
    COMPUTED_DIFFERS 3013 "an input whose cell holds a formula, or no longer does" {
        "`computed_default` says that an input overrides a formula. The workbook says otherwise, and counts."
        "Set `computed_default` to what the workbook has. If a formula was overwritten by mistake, put it back."
    }
}
