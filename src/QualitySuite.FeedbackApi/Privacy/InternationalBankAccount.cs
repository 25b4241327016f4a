using System.Collections.Frozen;

namespace QualitySuite.FeedbackApi.Privacy;

/// <summary>International bank account numbers: ISO 13616, with the lengths of the IBAN registry (SWIFT, release 99).</summary>
internal static class InternationalBankAccount
{
    private const string Registry =
        "AD24 AE23 AL28 AT20 AZ28 BA20 BE16 BG22 BH22 BI27 BR29 BY28 CH21 CR22 CY28 CZ24 DE22 DJ27 DK18 DO28 EE20 EG29 ES24 FI18 FK18 FO18 FR27 GB22 " +
        "GE22 GI23 GL18 GR27 GT28 HN28 HR21 HU28 IE22 IL23 IQ23 IS26 IT27 JO30 KW30 KZ20 LB28 LC32 LI21 LT20 LU20 LV21 LY25 MC27 MD24 ME22 MK19 MN20 " +
        "MR27 MT31 MU30 NI28 NL18 NO15 OM23 PK24 PL28 PS29 PT25 QA29 RO24 RS22 RU33 SA24 SC31 SD18 SE24 SI19 SK24 SM27 SO23 ST25 SV28 TL23 TN24 TR26 " +
        "UA29 VA22 VG24 XK20 YE30";

    private const int LeastDigits = 10; // of the registry's examples: words that happen to fit have fewer

    private static readonly FrozenDictionary<string, int> s_lengths =
        Registry.Split(' ').ToFrozenDictionary(entry => entry[..2], entry => int.Parse(entry.AsSpan(2), System.Globalization.CultureInfo.InvariantCulture), StringComparer.OrdinalIgnoreCase);

    /// <summary>How many characters of the text, from its start, are a number with single spaces in it; 0: none.</summary>
    /// <param name="text">Letters, digits and spaces.</param>
    /// <param name="next">What follows the text.</param>
    public static int LengthAtStart(string text, char next)
    {
        if (!s_lengths.TryGetValue(text[..2], out var characters))
        {
            return 0;
        }

        Span<char> number = stackalloc char[characters];
        var (taken, length) = (0, 0);
        for (; length < text.Length && taken < characters; length++)
        {
            if (text[length] != ' ')
            {
                number[taken++] = char.ToUpperInvariant(text[length]);
            }
        }

        var isWhole = taken == characters && !char.IsLetterOrDigit(length < text.Length ? text[length] : next);
        return isWhole && DigitsIn(number) >= LeastDigits && Remainder(number) == 1 ? length : 0;
    }

    private static int DigitsIn(ReadOnlySpan<char> number)
    {
        var digits = 0;
        foreach (var c in number)
        {
            digits += char.IsAsciiDigit(c) ? 1 : 0;
        }

        return digits;
    }

    // ISO 7064, MOD 97-10: the first four characters come last, and letters count from 10.
    private static int Remainder(ReadOnlySpan<char> number)
    {
        var remainder = 0;
        for (var i = 0; i < number.Length; i++)
        {
            var c = number[(i + 4) % number.Length];
            remainder = char.IsAsciiDigit(c) ? ((remainder * 10) + c - '0') % 97 : ((remainder * 100) + c - 'A' + 10) % 97;
        }

        return remainder;
    }
}
