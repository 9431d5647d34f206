//! Makes the page that shows a picture.

use casp_task::content::content_digest;

use crate::picture::prompt_of;

/// The file beside the page.
pub(crate) const PICTURE: &str = "picture.png";

/// The page for a picture: it says what it was drawn for, and its digest.
pub(crate) fn page(picture: &[u8]) -> String {
    let title = prompt_of(picture).unwrap_or_else(|| "A picture".into());
    let title = escaped(&title);
    let digest = hex(&content_digest(picture));
    format!(
        "<!doctype html>\n<html lang=\"en\">\n<meta charset=\"utf-8\">\n<meta name=\"viewport\" content=\"width=device-width\">\n\
         <title>{title}</title>\n<style>body{{margin:2rem auto;max-width:40rem;font:1rem/1.5 system-ui,sans-serif;color:#1f2328}}\
         img{{width:100%;border-radius:.4rem}}code{{overflow-wrap:anywhere;font-size:.8rem;color:#57606a}}</style>\n\
         <h1>{title}</h1>\n<img src=\"{PICTURE}\" alt=\"{title}\">\n<p><code>casp content digest {digest}</code>\n</html>\n"
    )
}

pub(crate) fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
        .replace('"', "&quot;")
}
