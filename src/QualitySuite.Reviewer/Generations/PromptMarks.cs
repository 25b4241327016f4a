using QualitySuite.Contracts.Generations;

namespace QualitySuite.Reviewer.Generations;

/// <summary>A prompt cut into pieces, some of which are words that the image does not seem to show.</summary>
internal static class PromptMarks
{
    /// <summary>The pieces in order; together they are the text. What does not lie in the text, or lies over another word, is not marked.</summary>
    public static IEnumerable<(string Text, bool IsUnmatched)> Cut(string text, IEnumerable<PromptWord> unmatched)
    {
        var done = 0;
        foreach (var word in unmatched.OrderBy(w => w.Start))
        {
            if (word.Start < done || word.Length < 1 || word.Length > text.Length - word.Start)
            {
                continue;
            }

            if (word.Start > done)
            {
                yield return (text[done..word.Start], false);
            }

            done = word.Start + word.Length;
            yield return (text[word.Start..done], true);
        }

        if (done < text.Length)
        {
            yield return (text[done..], false);
        }
    }
}
