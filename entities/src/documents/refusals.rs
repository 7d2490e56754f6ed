//! Why this room refuses, and the forms of its values.

use crate::forms;

forms! {
    FILE_NAME: "Plik nie ma nazwy."
        / "The file has no name.";
    FILE_TYPE: "Przyjmujemy pliki PDF, PNG, JPEG, XLSX i DOCX bez makr, CSV, TXT i ZIP; zawartość musi odpowiadać rozszerzeniu nazwy."
        / "PDF, PNG, JPEG, XLSX and DOCX without macros, CSV, TXT and ZIP are taken; the contents must agree with the ending of the name.";
    FILE_SIZE: "Plik może mieć najwyżej {} MB."
        / "A file may have {} MB.";
    FILE_UNPACKED: "Plik po rozpakowaniu może mieć najwyżej {} MB i 2000 plików."
        / "Unpacked, a file may have {} MB and 2000 files.";
}
