using System.Globalization;
using System.Text;

namespace QualitySuite.Client;

/// <summary>A relative address with query arguments; null arguments are left out.</summary>
internal sealed class QueryAddress(string path)
{
    private readonly StringBuilder _text = new(path);
    private bool _hasQuery;

    public QueryAddress With(string name, string? value)
    {
        if (!string.IsNullOrEmpty(value))
        {
            _text.Append(_hasQuery ? '&' : '?').Append(name).Append('=').Append(Uri.EscapeDataString(value));
            _hasQuery = true;
        }

        return this;
    }

    public QueryAddress With(string name, int? value) => With(name, value?.ToString(CultureInfo.InvariantCulture));

    public QueryAddress With(string name, double? value) => With(name, value?.ToString("R", CultureInfo.InvariantCulture));

    public QueryAddress With(string name, DateTimeOffset? value) => With(name, value?.UtcDateTime.ToString("O", CultureInfo.InvariantCulture));

    public override string ToString() => _text.ToString();
}
