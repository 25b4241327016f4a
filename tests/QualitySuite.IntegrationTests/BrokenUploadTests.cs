using System.Net;
using System.Net.Sockets;
using System.Text;
using QualitySuite.Contracts.Generations;

namespace QualitySuite.IntegrationTests;

/// <summary>Clients that die in the middle of an upload.</summary>
public sealed class BrokenUploadTests(SharedSuite shared)
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    /// <param name="chunked">Whether the body comes in chunks, or the header says its length.</param>
    /// <param name="reset">Whether the connection is reset, as when a process is killed with data under way, or closed in order.</param>
    [Theory]
    [InlineData(false, false)]
    [InlineData(false, true)]
    [InlineData(true, false)]
    [InlineData(true, true)]
    public async Task A_client_that_dies_in_mid_upload_leaves_nothing_and_can_send_the_same_id_again(bool chunked, bool reset)
    {
        var suite = shared.Running;
        var submission = new GenerationSubmission { Id = Guid.NewGuid().ToString(), App = "broken-upload", Prompt = "p", Model = new ModelInfo("m", "1") };
        var image = TestImages.Draw(Guid.NewGuid().GetHashCode(), 1024, 1024);
        var files = suite.ImageFiles();

        await SendHalfAsync(submission, image, chunked, reset);

        // Long enough for the API to notice; then nothing may be there, nor come.
        await Task.Delay(TimeSpan.FromMilliseconds(300), Cancellation);
        Assert.Equal((0, 0), await suite.CountRowsAsync(Guid.Parse(submission.Id), Cancellation));
        Assert.Equal(files.Order(), suite.ImageFiles().Order());
        using var health = await suite.Api.GetAsync(new Uri("/health", UriKind.Relative), Cancellation);
        Assert.Equal(HttpStatusCode.OK, health.StatusCode);
        var accepted = await suite.Client.SubmitGenerationAsync(submission, image, "image/jpeg", Cancellation);
        Assert.Equal(ScoringStatus.Scored, (await suite.WaitForScoresAsync(accepted.Id, Cancellation)).Status);
    }

    private async Task SendHalfAsync(GenerationSubmission submission, byte[] image, bool chunked, bool reset)
    {
        var address = shared.Running.Api.BaseAddress!;
        var head = Encoding.UTF8.GetBytes(
            "--frontier\r\nContent-Disposition: form-data; name=\"metadata\"\r\n\r\n"
            + $$$"""{"id":"{{{submission.Id}}}","app":"{{{submission.App}}}","prompt":"p","model":{"name":"m","version":"1"}}"""
            + "\r\n--frontier\r\nContent-Disposition: form-data; name=\"image\"; filename=\"image\"\r\nContent-Type: image/jpeg\r\n\r\n");
        byte[] half = [.. head, .. image.AsSpan(0, image.Length / 2)];
        var framing = chunked ? "Transfer-Encoding: chunked" : $"Content-Length: {head.Length + image.Length + "\r\n--frontier--\r\n".Length}";
        var request = $"POST /v1/generations HTTP/1.1\r\nHost: {address.Authority}\r\nX-Api-Key: {shared.Running.ApiKey}\r\n"
            + $"Content-Type: multipart/form-data; boundary=frontier\r\n{framing}\r\n\r\n" + (chunked ? $"{half.Length:x}\r\n" : "");

        using var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
        await socket.ConnectAsync(address.Host, address.Port, Cancellation);
        await SendAllAsync(socket, Encoding.ASCII.GetBytes(request));
        await SendAllAsync(socket, half);

        // Otherwise a reset may overtake what was sent, and the API would never see the half.
        await Task.Delay(TimeSpan.FromMilliseconds(100), Cancellation);
        if (reset)
        {
            socket.LingerState = new LingerOption(enable: true, seconds: 0);
        }
    }

    private static async Task SendAllAsync(Socket socket, ReadOnlyMemory<byte> bytes)
    {
        while (!bytes.IsEmpty)
        {
            bytes = bytes[await socket.SendAsync(bytes, Cancellation)..];
        }
    }
}
