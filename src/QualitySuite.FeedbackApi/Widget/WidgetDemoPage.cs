using System.Text.Encodings.Web;

namespace QualitySuite.FeedbackApi.Widget;

/// <summary>The demo page's markup: what a page of a customer would have, once in each colour scheme and once in the customer's own look.</summary>
internal static class WidgetDemoPage
{
    public const int ImagesOfASection = 3;

    private const string GermanTexts =
        """
        {"label":"Feedback zu diesem Bild","up":"Gutes Bild","down":"Schlechtes Bild","stars":"Bewertung","star":"{n} von 5 Sternen",
        "report":"Melden","reported":"Gemeldet","title":"Dieses Bild melden","reasons":"Was stimmt nicht?","doesnt_match_prompt":"Passt nicht zum Prompt",
        "contains_artifacts":"Hat Bildfehler","anatomy":"Falsche Anatomie (Hände, Gesichter, Körper)","text_rendering":"Verstümmelter Text",
        "low_quality":"Schlechte Qualität","offensive":"Anstößig oder gefährlich","other":"Etwas anderes","comment":"Kommentar (freiwillig)",
        "choose":"Mindestens einen Grund wählen.","cancel":"Abbrechen","send":"Senden","sent":"Danke","saved":"Gespeichert, wird später gesendet",
        "refused":"Konnte nicht gespeichert werden"}
        """;

    public static string Html(string app, string key, string userKey, IReadOnlyList<DemoImage> images) =>
        $"""
        <!doctype html>
        <html lang="en">
        <head>
          <meta charset="utf-8">
          <meta name="viewport" content="width=device-width, initial-scale=1">
          <title>QualitySuite widget</title>
          <link rel="icon" href="{WidgetDemo.Path}/icon.svg">
          <link rel="stylesheet" href="{WidgetDemo.Path}/demo.css">
          <script src="{WidgetScript.Path}" data-key="{key}" data-user="{userKey}" data-session="demo" data-surface="demo" defer></script>
        </head>
        <body>
          <header>
            <h1>The feedback widget</h1>
            <p>On the latest images of the app "{Encode(app)}". What you do here is recorded as feedback and events of one user, and is to be seen on the
            images' pages in the web UI. Images send <code>view</code> and <code>dwell</code> by themselves, links with <code>download</code> a download.</p>
            {(images.Count == 0 ? "<p>There is no image of this app yet.</p>" : "")}
          </header>
          <main>
            {Section("light", "Light", images.Take(ImagesOfASection), "")}
            {Section("dark", "Dark", images.Skip(ImagesOfASection).Take(ImagesOfASection), "")}
            {Section("themed", "Themed and translated", images.Skip(2 * ImagesOfASection), $" lang=\"de\" texts='{Encode(GermanTexts)}'")}
          </main>
        </body>
        </html>
        """;

    private static string Section(string name, string title, IEnumerable<DemoImage> images, string more) =>
        $"""
        <section class="{name}" aria-labelledby="{name}">
          <h2 id="{name}">{title}</h2>
          <ul>{string.Concat(images.Select((image, index) => Item(image, index + 1, more)))}</ul>
        </section>
        """;

    private static string Item(DemoImage image, int position, string more)
    {
        var (id, prompt, address) = (image.Generation.Id, Encode(image.Generation.Prompt), $"{WidgetDemo.Path}/images/{image.Generation.Id}");
        return $"""
            <li>
              <img src="{address}" alt="{prompt}" data-quality-generation="{id}" data-quality-token="{image.Token}" data-quality-position="{position}">
              <p class="prompt">{prompt} · <a href="{address}" download data-quality-generation="{id}" data-quality-token="{image.Token}">Download</a></p>
              <quality-feedback generation="{id}" token="{image.Token}" position="{position}"{more}></quality-feedback>
            </li>
            """;
    }

    private static string Encode(string text) => HtmlEncoder.Default.Encode(text);
}
