using System.Text.RegularExpressions;

namespace QualitySuite.ServiceDefaults.Tests.Authentication;

public sealed class ApiKeysTests
{
    [Fact]
    public void Keys_are_qs_and_32_bytes_in_base64url_and_never_the_same()
    {
        var keys = Enumerable.Range(0, 100).Select(_ => ApiKeys.Generate()).ToList();
        Assert.All(keys, key => Assert.Matches(new Regex("^qs_[A-Za-z0-9_-]{43}$"), key));
        Assert.Equal(keys.Count, keys.Distinct(StringComparer.Ordinal).Count());
    }

    // FIPS 180-2, appendix B.1: the SHA-256 of "abc".
    [Fact]
    public void The_hash_is_SHA_256_of_the_text() =>
        Assert.Equal("BA7816BF8F01CFEA414140DE5DAE2223B00361A396177A9CB410FF61F20015AD", Convert.ToHexString(ApiKeys.Hash("abc")));
}
