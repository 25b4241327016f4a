using System.Globalization;
using QualitySuite.Contracts.Generations;
using QualitySuite.Reviewer.Generations;

namespace QualitySuite.UiTests.Unit;

public sealed class PromptMarksTests
{
    [Theory]
    [InlineData("a red cup", "2+3", "a |[red]| cup")]
    [InlineData("red", "0+3", "[red]")]
    [InlineData("red", "", "red")]
    [InlineData("", "", "")]
    [InlineData("a red cup", "6+3 2+3", "a |[red]| |[cup]")]
    // Of another text, or two judges' words over one another.
    [InlineData("a red", "2+4 9+1 -1+2 0+0 2147483647+2147483647", "a red")]
    [InlineData("left of a cup", "0+7 5+2 0+7", "[left of]| a cup")]
    public void A_prompt_is_cut_at_its_unmatched_words(string text, string words, string expected)
    {
        var unmatched = words.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(w => w.Split('+'))
            .Select(w => new PromptWord("", int.Parse(w[0], CultureInfo.InvariantCulture), int.Parse(w[1], CultureInfo.InvariantCulture), "", 0, ""));

        Assert.Equal(expected, string.Join('|', PromptMarks.Cut(text, unmatched).Select(p => p.IsUnmatched ? $"[{p.Text}]" : p.Text)));
    }
}
