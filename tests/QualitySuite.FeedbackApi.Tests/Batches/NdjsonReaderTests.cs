using System.IO.Pipelines;
using System.Text;
using QualitySuite.FeedbackApi.Batches;

namespace QualitySuite.FeedbackApi.Tests.Batches;

/// <summary>Run alone: one of them counts what the process allocates.</summary>
[CollectionDefinition(nameof(NdjsonReaderTests), DisableParallelization = true)]
[Collection(nameof(NdjsonReaderTests))]
public sealed class NdjsonReaderTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("")]
    [InlineData("one", "one")]
    [InlineData("one\n", "one")]
    [InlineData("one\ntwo", "one", "two")]
    [InlineData("\n\ntwo\r\n", "", "", "two\r")]
    public async Task A_line_ends_at_a_line_feed_or_at_the_end(string body, params string[] lines) =>
        Assert.Equal(lines, await ReadAsync(body, lineBytes: 10, bufferBytes: 16));

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(4096)]
    public async Task Where_the_network_cuts_the_body_does_not_matter(int bufferBytes)
    {
        string[] lines = [.. Enumerable.Range(0, 200).Select(i => new string((char)('a' + (i % 26)), i % 40))];

        Assert.Equal(lines, await ReadAsync(string.Join('\n', lines) + "\n", lineBytes: 40, bufferBytes));
    }

    [Theory]
    [InlineData("12345678901\nnext", "too long", "next")]
    [InlineData("1234567890\nnext", "1234567890", "next")]
    [InlineData("next\n12345678901", "next", "too long")]
    public async Task A_line_that_is_too_long_is_skipped_and_the_next_one_is_read(string body, params string[] lines)
    {
        Assert.Equal(lines, await ReadAsync(body, lineBytes: 10, bufferBytes: 4));
        Assert.Equal(lines, await ReadAsync(body, lineBytes: 10, bufferBytes: 4096));
    }

    [Fact]
    public async Task A_line_without_end_is_not_held()
    {
        await using var body = new EndlessStream(1L << 30);
        var before = GC.GetTotalAllocatedBytes();
        var reader = new NdjsonReader(PipeReader.Create(body), lineBytes: 64 * 1024);

        Assert.True(await reader.NextAsync(Cancellation));

        Assert.True(reader.IsTooLong);
        Assert.InRange(GC.GetTotalAllocatedBytes() - before, 0, 64 * 1024 * 1024);
        Assert.False(await reader.NextAsync(Cancellation));
    }

    private static async Task<List<string>> ReadAsync(string body, int lineBytes, int bufferBytes)
    {
        using var stream = new MemoryStream(Encoding.UTF8.GetBytes(body));
        var reader = new NdjsonReader(
            PipeReader.Create(stream, new StreamPipeReaderOptions(bufferSize: bufferBytes, minimumReadSize: 1)), lineBytes);
        var lines = new List<string>();
        while (await reader.NextAsync(Cancellation))
        {
            Assert.Equal(lines.Count, reader.Index);
            lines.Add(reader.IsTooLong ? "too long" : Encoding.UTF8.GetString(reader.Line));
        }

        return lines;
    }

    /// <summary>So many bytes and no line feed among them.</summary>
    private sealed class EndlessStream(long length) : Stream
    {
        private long _left = length;

        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => false;

        public override long Length => throw new NotSupportedException();

        public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

        public override int Read(byte[] buffer, int offset, int count)
        {
            var read = (int)Math.Min(count, _left);
            _left -= read;
            buffer.AsSpan(offset, read).Fill((byte)'x');
            return read;
        }

        public override void Flush()
        {
        }

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    }
}
