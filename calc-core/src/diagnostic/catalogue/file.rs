//! PB1xxx: what is odd about a workbook's file.

use super::{Code, Entry};

entries! {
    FROZEN_UNREADABLE 1001 "a frozen Google formula that cannot be revived" {
        "Google Sheets exports a formula that only Google knows as `IFERROR(__xludf.DUMMYFUNCTION(\"source\"),value)`. This \
         cell has that function in a form which no export writes, so its source cannot be taken out with certainty. The \
         formula is computed as it stands, and `__xludf.DUMMYFUNCTION` is an unknown function. The value that stands beside \
         the source is never used."
        "Export the workbook from Google Sheets again. If somebody edited the exported formula, write it anew in Google."
    }
    FROZEN_REVIVED 1002 "frozen Google formulas were revived" {
        "The file holds formulas that Google's export froze. They are computed from their source text, and the workbook is \
         read in the dialect `sheets`. The count includes the cells that such a formula had filled by its spill."
        "Nothing: this is what the engine is for. `paintbox check` tells whether the revived formulas give what Google gave."
    }
    SHARED_WITHOUT_MASTER 1003 "a cell of a shared formula that is not defined" {
        "A filled-down formula is stored once, and the other cells refer to it by a number. This cell refers to a number that \
         its sheet does not define. It computes to `#REF!`."
        "Write the formula of the cell anew, or save the workbook again in a spreadsheet."
    }
    ARRAY_RANGE 1004 "an array formula whose range cannot be used" {
        "An array formula or data table is stored with the range that it fills. This one is missing, is no range, or does not \
         hold the cell of the formula. The formula is taken to fill its own cell alone."
        "Enter the array formula anew."
    }
    DATA_TABLE 1005 "a what-if data table" {
        "Excel's data tables (Data, What-If Analysis) recalculate the whole workbook for each of their cells. They are not \
         computed: their cells are errors, and so is what reads them."
        "Write the formulas out, or ask the compiled model once for each scenario."
    }
    STRING_INDEX 1006 "a text that the file does not hold" {
        "Texts are stored once for the whole workbook, and cells refer to them by number. This cell's number is none, or past \
         the last text. The cell is blank."
        "Type the text anew, or save the workbook again in a spreadsheet."
    }
    CELL_VALUE 1007 "a stored value that does not fit its type" {
        "The cell says that it holds a number, logical, date or error, and what it holds cannot be read as one. It is \
         `#VALUE!`, so that nothing is computed from a guess."
        "Type the value anew."
    }
    TEXT_CUT 1008 "a text that is longer than a cell can hold" {
        "A cell holds at most 32,767 characters (UTF-16 units). What follows them is left out."
        "Shorten the text, or part it over several cells."
    }
    CELL_TWICE 1009 "a cell that is stored twice" {
        "A row of the file holds the same cell twice. The later one counts."
        "Save the workbook again in a spreadsheet. A program that writes such files should be mended."
    }
    ENCODING 1010 "a part that is not UTF-8" {
        "A part of the file says that it is UTF-8 and holds bytes that are not. Each of them is replaced by U+FFFD, which \
         shows in texts as `\u{fffd}`."
        "Save the workbook again in a spreadsheet."
    }
    PART_MISSING 1011 "a part that is named but not there" {
        "The file names a part that it does not hold, and that the rest can do without: styles, dynamic-array marks or a table. \
         Without styles, values are shown without their number formats."
        "Save the workbook again in a spreadsheet."
    }
    NAME_SCOPE 1012 "a name that is local to a sheet that does not exist" {
        "A defined name says that it holds on one sheet only, and the workbook has no sheet of that number. The name is left out."
        "Define the name anew."
    }
    TABLE 1013 "a table whose description cannot be used" {
        "A table has no name, no range, or another number of columns than its range. It is left out, and references into it \
         are PB2206."
        "Turn the table into a range and then into a table again."
    }
    SHEET_TWICE 1014 "two sheets with the same name" {
        "Sheet names are compared without regard to case. Formulas and ports that name the sheet mean the first one."
        "Rename one of the two sheets."
    }
    NOT_A_WORKSHEET 1015 "a sheet without cells" {
        "The sheet is a chart, a dialog or a macro module. It keeps its place among the sheets and has nothing to compute."
        "Nothing."
    }
    MACROS 1016 "macros are not run" {
        "The workbook holds VBA. Functions that are written in it are unknown functions here (PB2101)."
        "Write what formulas need of them as formulas."
    }
    PIVOT_TABLES 1017 "pivot tables are not refreshed" {
        "The cells of a pivot table are constants, as they were when the file was saved. They do not follow inputs."
        "If an output depends on a pivot table, write it as a formula: SUMIFS, or QUERY in Google Sheets."
    }
    EXTERNAL_LINKS 1018 "links to another workbook" {
        "Formulas refer to another workbook. It is not read, and the values that were stored of it are not used: each such \
         reference computes to `#REF!` and is PB2205."
        "Copy the cells that formulas need into this workbook."
    }
    CONNECTIONS 1019 "data connections are not run" {
        "Cells that a connection filled (a database, a web page) are constants, as they were last loaded."
        "Nothing, if those values may be as old as the file. Otherwise make them inputs."
    }
    FORMAT_LONG 1020 "a number format that is too long" {
        "Excel takes number formats of at most 255 characters. A longer one is left out: the text of such a cell in an answer \
         is the plain number. Its value is not concerned."
        "Shorten the format."
    }
}
