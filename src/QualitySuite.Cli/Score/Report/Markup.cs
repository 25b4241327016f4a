using System.Globalization;
using System.Text.Encodings.Web;

namespace QualitySuite.Cli.Score.Report;

/// <summary>HTML that is safe by how it is made: whatever is put into <see cref="Html"/> is escaped unless it is markup itself.</summary>
internal sealed record Markup
{
    private static readonly Escaping Escaper = new();

    private readonly string _html;

    private Markup(string html) => _html = html;

    public static Markup None { get; } = new("");

    /// <summary>The holes are text or attribute values (in double quotes), escaped, or markup.</summary>
    public static Markup Html(FormattableString html) => new(html.ToString(Escaper));

    public static Markup Join(IEnumerable<Markup> parts) => new(string.Concat(parts.Select(part => part._html)));

    /// <summary>What this program ships; never what a user gave.</summary>
    public static Markup Trusted(string html) => new(html);

    public override string ToString() => _html;

    private sealed class Escaping : IFormatProvider, ICustomFormatter
    {
        public object? GetFormat(Type? formatType) => formatType == typeof(ICustomFormatter) ? this : null;

        public string Format(string? format, object? arg, IFormatProvider? formatProvider) => arg switch
        {
            Markup markup => markup._html,
            IFormattable value => HtmlEncoder.Default.Encode(value.ToString(format, CultureInfo.InvariantCulture)),
            _ => HtmlEncoder.Default.Encode(arg?.ToString() ?? ""),
        };
    }
}
