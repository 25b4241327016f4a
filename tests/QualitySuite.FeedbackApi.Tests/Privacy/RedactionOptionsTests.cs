using QualitySuite.FeedbackApi.Privacy;

namespace QualitySuite.FeedbackApi.Tests.Privacy;

public sealed class RedactionOptionsTests
{
    [Theory]
    [InlineData("customer", @"\bC-[0-9]{6}\b", null)]
    [InlineData("customer", "(unclosed", "Privacy:RedactPatterns:customer (environment variable Privacy__RedactPatterns__customer): ")]
    [InlineData("customer", "(?<=id )[0-9]+", "without lookarounds, backreferences and atomic groups.")]
    [InlineData("customer", "[0-9]*", "the expression matches the empty text")]
    [InlineData("Customer No", "[0-9]+", "1 to 30 of the characters a-z, 0-9 and _.")]
    public void A_pattern_that_cannot_be_used_is_refused_by_its_key(string name, string pattern, string? failure)
    {
        var result = new RedactionOptionsCheck().Validate(null, new RedactionOptions { RedactPatterns = { [name] = pattern } });

        Assert.Equal(failure is null, result.Succeeded);
        Assert.Contains(failure ?? "", result.FailureMessage ?? "", StringComparison.Ordinal);
    }
}
