using QualitySuite.Storage.Images;

namespace QualitySuite.Storage.Tests.Images;

public sealed class PooledBytesTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(0)]
    [InlineData(4096)]
    [InlineData(10_000)]
    public async Task A_stream_is_read_to_its_end_up_to_the_limit(int length)
    {
        var content = Enumerable.Range(0, length).Select(i => (byte)i).ToArray();

        using var read = await PooledBytes.ReadToEndAsync(new MemoryStream(content), expected: 10, limit: 10_000, Cancellation);
        Assert.Equal(content, read!.Memory.ToArray());
        Assert.Null(await PooledBytes.ReadToEndAsync(new MemoryStream(new byte[10_001]), expected: 10, limit: 10_000, Cancellation));
    }
}
