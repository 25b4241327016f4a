using System.Net;
using System.Net.Sockets;

namespace QualitySuite.FeedbackApi.Privacy;

/// <summary>Personal data that has a form.</summary>
internal static class PersonalData
{
    private const int LeastPhoneDigits = 8;
    private const int MostPhoneDigits = 15; // ITU-T E.164

    private const int LeastCardDigits = 13;
    private const int MostCardDigits = 19; // ISO/IEC 7812-1

    /// <summary>Addresses as people write them: RFC 5321 without its quoted parts.</summary>
    public static readonly IRedactionPattern Email = new CheckedPattern(
        "email", @"[\p{L}\p{N}.!#$%&'*+/=?^_`{|}~-]+@[\p{L}\p{N}](?:[\p{L}\p{N}-]*[\p{L}\p{N}])?(?:\.[\p{L}\p{N}](?:[\p{L}\p{N}-]*[\p{L}\p{N}])?)+", (_, _, found) => found.Length);

    /// <summary>ISO 13616: a country's length, and check digits that fit.</summary>
    public static readonly IRedactionPattern Iban = new CheckedPattern(
        "iban", @"\b[a-zA-Z]{2}[0-9]{2}(?: ?[a-zA-Z0-9]){11,30}", (text, start, found) => InternationalBankAccount.LengthAtStart(found, Next(text, start, found)));

    /// <summary>Numbers of payment cards: ISO/IEC 7812-1, of the major industries that issue them, with a check digit that fits.</summary>
    public static readonly IRedactionPattern Card = new CheckedPattern(
        "card", @"\b[2-6](?:[ -]?[0-9]){12,18}\b", (_, _, found) => CardLength(found));

    public static readonly IRedactionPattern IpV4 = new CheckedPattern(
        "ip", @"\b[0-9]{1,3}(?:\.[0-9]{1,3}){3}\b", (_, _, found) => found.Split('.').All(part => int.Parse(part, System.Globalization.CultureInfo.InvariantCulture) < 256) ? found.Length : 0);

    /// <summary>RFC 4291. Weighted prompts (<c>cat::2 face::1</c>) have colons too.</summary>
    public static readonly IRedactionPattern IpV6 = new CheckedPattern(
        "ip", @"[0-9a-fA-F]{0,4}(?::[0-9a-fA-F]{0,4}){2,8}", (text, start, found) => IsIpV6(text, start, found) ? found.Length : 0);

    /// <summary>International numbers, and national ones in the forms that are not those of other numbers: with a leading 0, or as in North America.</summary>
    public static readonly IRedactionPattern Phone = new CheckedPattern(
        "phone",
        @"(?:\+|\b00)[0-9](?:[ ().-]{0,2}[0-9]){7,18}\b|\(?\b[2-9][0-9]{2}\)?[ .-]{1,2}[0-9]{3}[ .-][0-9]{4}\b|\(?\b0[1-9][0-9]{1,4}\)?[ /-]{0,2}[0-9]{3,8}(?:[ -][0-9]{2,8}){0,3}\b",
        (_, _, found) => found.Count(char.IsAsciiDigit) is >= LeastPhoneDigits and <= MostPhoneDigits + 2 ? found.Length : 0);

    private static char Next(string text, int start, string found) => start + found.Length < text.Length ? text[start + found.Length] : ' ';

    // What follows a card's number may look like more of it: the longest part whose check digit fits.
    private static int CardLength(string found)
    {
        var digits = found.Count(char.IsAsciiDigit);
        for (var length = found.Length; digits >= LeastCardDigits; length--)
        {
            if (!char.IsAsciiDigit(found[length - 1]))
            {
                continue;
            }

            if (digits <= MostCardDigits && (length == found.Length || !char.IsAsciiDigit(found[length])) && HasLuhnDigit(found.AsSpan(0, length)))
            {
                return length;
            }

            digits--;
        }

        return 0;
    }

    // Luhn's formula, ISO/IEC 7812-1 annex B.
    private static bool HasLuhnDigit(ReadOnlySpan<char> number)
    {
        var (sum, isDoubled) = (0, false);
        for (var i = number.Length - 1; i >= 0; i--)
        {
            if (char.IsAsciiDigit(number[i]))
            {
                var digit = (number[i] - '0') * (isDoubled ? 2 : 1);
                sum += digit > 9 ? digit - 9 : digit;
                isDoubled = !isDoubled;
            }
        }

        return sum % 10 == 0;
    }

    private static bool IsIpV6(string text, int start, string found)
    {
        var first = found[..found.IndexOf(':', StringComparison.Ordinal)];
        var isMarked = found.Count(c => c == ':') > 2 || (first.Length == 4 && first.Any(char.IsAsciiDigit));
        return isMarked
            && (start == 0 || !(char.IsLetterOrDigit(text[start - 1]) || text[start - 1] == ':')) && !char.IsLetterOrDigit(Next(text, start, found))
            && IPAddress.TryParse(found, out var address) && address.AddressFamily == AddressFamily.InterNetworkV6;
    }
}
