//! Writes one PDF of every kind into a folder, for validators and for looking at:
//! `cargo run -p reports --example specimens -- FOLDER`. With `--time` it also measures a batch.

use std::path::Path;
use std::time::Instant;

use reports::certificates::Template;
use reports::reporting::{pilot_summary, training_summary};
use reports::trainings::sheet_layout;

#[path = "../tests/documents/copies.rs"]
mod copies;
#[path = "../tests/documents/pilots.rs"]
mod pilots;
#[path = "../tests/documents/samples.rs"]
mod samples;
#[path = "../tests/documents/trainings.rs"]
mod trainings;

type Failure = Box<dyn std::error::Error>;

#[expect(clippy::print_stdout, reason = "a measurement on the command line")]
fn main() -> Result<(), Failure> {
    let mut arguments = std::env::args().skip(1);
    let folder = arguments.next().ok_or("usage: specimens FOLDER [--time]")?;
    let folder = Path::new(&folder);
    std::fs::create_dir_all(folder)?;
    let write = |name: &str, bytes: Vec<u8>| std::fs::write(folder.join(name), bytes);

    for (name, pilot) in [
        ("report.pdf", pilots::pilot(8, 8, 6)),
        ("report-unmeasured.pdf", pilots::unmeasured()),
        ("report-empty.pdf", pilots::empty()),
        ("report-one-site.pdf", pilots::pilot(1, 5, 4)),
        ("report-odd.pdf", pilots::odd()),
        ("report-large.pdf", pilots::pilot(60, 8, 40)),
    ] {
        let start = Instant::now();
        let bytes = pilot_summary::render(&pilot)?;
        println!("{name}: {:.0} ms, {} bytes", start.elapsed().as_secs_f64() * 1e3, bytes.len());
        write(name, bytes)?;
    }

    for (name, count) in [("trainings.pdf", 5), ("trainings-none.pdf", 0), ("trainings-many.pdf", 40)] {
        write(name, training_summary::render(&trainings::trainings(count))?)?;
    }

    let mut person = samples::person("Łucja Ćma", 1);
    let edition = Template::new(&samples::edition(6, 4))?;
    write("short.pdf", edition.fill(&person)?)?;
    write("preview.pdf", edition.specimen(&person)?)?;
    write("long.pdf", edition.fill(&samples::person("Agnieszka Katarzyna Świątek-Brzęczyszczykiewicz", 2))?)?;
    let two_lines = "Maria Magdalena Konstancja Świątopełk-Mirska-Brzęczyszczykiewicz";
    write("two-lines.pdf", edition.fill(&samples::person(two_lines, 3))?)?;
    person.corrects = Some("SK/1/2026/0137".into());
    write("corrects.pdf", edition.fill(&person)?)?;
    person.valid_until = Some(samples::day(2028, 10, 31));
    write("corrects-valid.pdf", edition.fill(&person)?)?;
    for topics in [6, 40] {
        let english = Template::new(&samples::edition_in_english(topics))?;
        write(&format!("english-{topics}.pdf"), english.fill(&person)?)?;
        write(&format!("english-preview-{topics}.pdf"), english.specimen(&person)?)?;
    }
    for topics in [0, 1, 12, 40, 150] {
        let template = Template::new(&samples::edition(topics, 4))?;
        write(
            &format!("topics-{topics}.pdf"),
            template.fill(&samples::person("Zażółć Gęślą-Jaźń", topics))?,
        )?;
        if topics == 40 {
            write("preview-40.pdf", template.specimen(&samples::person("Zażółć Gęślą-Jaźń", topics))?)?;
        }
    }
    for signs in 0..4 {
        let template = Template::new(&samples::edition(6, signs))?;
        write(&format!("signs-{signs}.pdf"), template.fill(&samples::person("Józef Żółtowski", signs))?)?;
    }
    let mut wordy = samples::edition(8, 4);
    wordy.issuer =
        "Regionalny Ośrodek Polityki Społecznej Urzędu Marszałkowskiego Województwa Świętokrzyskiego".into();
    wordy.training =
        "Koordynowanie usług społecznych w środowisku lokalnym: diagnoza, planowanie, współpraca \
                      międzysektorowa i ewaluacja działań na rzecz rodzin – szkolenie drugie, edycja trzecia"
            .into();
    wordy.when =
        "12–14 maja, 2–4 czerwca, 16–18 czerwca i 30 czerwca 2026 r., 72 godziny dydaktyczne, Kielce, \
                  Sandomierz i Busko-Zdrój"
            .into();
    write("wordy.pdf", Template::new(&wordy)?.fill(&samples::person("Bożena Źrebięcka", 9))?)?;

    for (people, sessions) in [(1, 2), (3, 2), (12, 1), (14, 4), (45, 3), (300, 2)] {
        write(&format!("list-{people}.pdf"), sheet_layout::render(&samples::sheet(people, sessions))?.0)?;
    }
    for lines in [0, 6, 300] {
        write(&format!("copy-{lines}.pdf"), reports::requests::copy::render(&copies::copy(lines))?)?;
    }
    write("chapters.pdf", reports::document::write::document(samples::chapters()?)?)?;
    if arguments.next().as_deref() == Some("--time") {
        measure()?;
    }
    Ok(())
}

#[expect(clippy::print_stdout, reason = "a measurement on the command line")]
fn measure() -> Result<(), Failure> {
    let start = Instant::now();
    let template = Template::new(&samples::edition(6, 4))?;
    println!("first template: {:.1} ms", start.elapsed().as_secs_f64() * 1e3);
    let start = Instant::now();
    let template_again = Template::new(&samples::edition(6, 3))?;
    println!("next template: {:.1} ms", start.elapsed().as_secs_f64() * 1e3);
    drop(template_again);
    let people: Vec<_> = (0..500).map(|index| samples::person(&samples::name(index), index)).collect();
    for _round in 0..3 {
        let start = Instant::now();
        let mut bytes = 0;
        for person in &people {
            bytes += template.fill(person)?.len();
        }
        let each = start.elapsed().as_secs_f64() * 1e3 / people.len() as f64;
        println!("500 certificates: {each:.3} ms and {} bytes each", bytes / people.len());
    }
    let start = Instant::now();
    let (list, _) = sheet_layout::render(&samples::sheet(300, 2))?;
    println!("list of 300: {:.1} ms, {} bytes", start.elapsed().as_secs_f64() * 1e3, list.len());
    Ok(())
}
