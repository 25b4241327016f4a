using QualitySuite.Storage.Images;

namespace QualitySuite.Storage.Tests.Images;

public sealed class ImageAddressTests
{
    [Theory]
    [InlineData("")]
    [InlineData("ba7816bf")]
    [InlineData("../../../../../../../../../../../../../../../../../../../../etc/pass")]
    [InlineData("zz7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad")]
    public void Text_that_is_no_hash_is_no_address(string text) => Assert.False(ImageAddress.TryParse(text, out _));
}
