namespace QualitySuite.Scoring.Words;

/// <summary>A word of a text.</summary>
/// <param name="Start">Its first character.</param>
/// <param name="Length">Characters.</param>
/// <param name="IsJoined">Whether nothing but white space stands between it and the word before.</param>
internal readonly record struct TextWord(int Start, int Length, bool IsJoined)
{
    public int End => Start + Length;
}

/// <summary>Cuts a text into words: runs of letters, digits, hyphens, apostrophes and underlines. <c>red-haired</c> is one word, and not <c>red</c>.</summary>
internal static class WordScan
{
    public static List<TextWord> Split(string text)
    {
        var words = new List<TextWord>();
        var isJoined = false;
        for (var i = 0; i < text.Length;)
        {
            if (!IsPart(text[i]))
            {
                isJoined &= char.IsWhiteSpace(text[i]);
                i++;
                continue;
            }

            var start = i;
            while (i < text.Length && IsPart(text[i]))
            {
                i++;
            }

            words.Add(new TextWord(start, i - start, isJoined));
            isJoined = true;
        }

        return words;
    }

    /// <summary>Whether it is one or more words with single spaces between them.</summary>
    public static bool IsForm(string text)
    {
        var words = Split(text);
        return words.Count > 0 && string.Join(' ', words.Select(w => text.Substring(w.Start, w.Length))) == text;
    }

    private static bool IsPart(char c) => char.IsLetterOrDigit(c) || char.IsSurrogate(c) || c is '-' or '\'' or '\u2019' or '_';
}
