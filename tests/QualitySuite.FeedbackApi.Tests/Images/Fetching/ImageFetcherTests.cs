using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Microsoft.Extensions.Time.Testing;
using QualitySuite.Contracts.Generations;
using QualitySuite.FeedbackApi.Images.Fetching;

namespace QualitySuite.FeedbackApi.Tests.Images.Fetching;

/// <summary>What real servers answer, the ill-behaved ones included.</summary>
public sealed class ImageFetcherTests
{
    private static readonly byte[] s_bytes = RandomNumberGenerator.GetBytes(200_000);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("Content-Length: 200000")]
    [InlineData("Connection: close")]
    public async Task An_image_is_fetched_by_a_request_that_says_nothing_of_us(string header)
    {
        await using var server = RawServer.Start($"HTTP/1.1 200 OK\nSet-Cookie: a=b\n{header}", s_bytes);
        using var fetcher = TestFetcher.For(server);

        for (var time = 0; time < 2; time++)
        {
            var (image, problem) = await fetcher.FetchAsync(TestFetcher.UrlOn(server), Cancellation);
            using (image)
            {
                Assert.Null(problem);
                Assert.Equal(s_bytes, image!.Memory.ToArray());
            }
        }

        Assert.All(server.Requests, request => Assert.Equal(
            $"""
            GET /a.png?key=1 HTTP/1.1
            Host: images.test:{server.Port}
            Accept: image/png, image/jpeg, image/webp
            Accept-Encoding: identity
            User-Agent: QualitySuite
            """.ReplaceLineEndings("\r\n"), request));
    }

    [Theory]
    [InlineData("301 Moved Permanently", "the server answered 301, a redirect, and none is followed; give the address that it leads to.")]
    [InlineData("302 Found", "the server answered 302, a redirect, and none is followed; give the address that it leads to.")]
    [InlineData("307 Temporary Redirect", "the server answered 307, a redirect, and none is followed; give the address that it leads to.")]
    [InlineData("308 Permanent Redirect", "the server answered 308, a redirect, and none is followed; give the address that it leads to.")]
    [InlineData("204 No Content", "the server answered 204; only 200 brings an image.")]
    [InlineData("206 Partial Content", "the server answered 206; only 200 brings an image.")]
    [InlineData("404 Not Found", "the server answered 404; only 200 brings an image.")]
    [InlineData("407 Proxy Authentication Required", "the server answered 407; only 200 brings an image.")]
    [InlineData("500 Internal Server Error", "the server answered 500; only 200 brings an image.")]
    public async Task Another_status_is_told_and_neither_the_body_nor_where_it_leads(string status, string reason)
    {
        await using var elsewhere = RawServer.Start("HTTP/1.1 200 OK\nContent-Length: 200000", s_bytes);
        await using var server = RawServer.Start($"HTTP/1.1 {status}\nLocation: http://images.test:{elsewhere.Port}/\nContent-Length: 6", "secret"u8.ToArray());
        using var fetcher = TestFetcher.For(
            new ImageFetchOptions { AllowedHosts = [$"images.test:{server.Port}", $"images.test:{elsewhere.Port}"], AllowedNetworks = ["127.0.0.0/8"], AllowHttp = true },
            TestFetcher.Resolving("127.0.0.1"));

        Assert.Equal($"422 image_fetch_failed: imageUrl: {reason}", await ErrorAsync(fetcher, TestFetcher.UrlOn(server)));
        Assert.Equal(0, elsewhere.Connections);
    }

    [Theory]
    [InlineData("HTTP/1.1 200 OK\nContent-Encoding: gzip\nContent-Length: 3\n\nabc", "the server sent compressed content, which was not asked for.")]
    [InlineData("HTTP/1.1 200 OK\nContent-Length: 33554433", "at most 33554432 bytes; this file has 33554433.")]
    [InlineData("HTTP/1.1 200 OK\nContent-Length: 9000000000000000000", "at most 33554432 bytes; this file has 9000000000000000000.")]
    [InlineData("HTTP/1.1 200 OK\nContent-Length: 100\n\nabc", "the answer ended before it was complete.")]
    [InlineData("HTTP/1.1 200 OK\nTransfer-Encoding: chunked\n\nzz\nabc", "the answer was not valid HTTP.")]
    [InlineData("SSH-2.0-OpenSSH_9.2", "the answer was not valid HTTP.")]
    [InlineData("", "the answer was not valid HTTP.")]
    public async Task An_answer_that_cannot_be_an_image_is_refused_with_its_reason(string answer, string reason)
    {
        await using var server = RawServer.Start(answer);
        using var fetcher = TestFetcher.For(server);

        Assert.Equal($"422 image_fetch_failed: imageUrl: {reason}", await ErrorAsync(fetcher, TestFetcher.UrlOn(server)));
    }

    [Fact]
    public async Task A_connection_that_breaks_in_the_middle_is_told_so()
    {
        await using var server = RawServer.Start(async (stream, cancellationToken) =>
        {
            await RawServer.WriteAsync(stream, "HTTP/1.1 200 OK\nContent-Length: 200000", cancellationToken);
            await stream.WriteAsync(s_bytes.AsMemory(0, 100_000), cancellationToken);
            ((NetworkStream)stream).Socket.Close(0); // Sends a reset.
        });
        using var fetcher = TestFetcher.For(server);

        Assert.Equal("422 image_fetch_failed: imageUrl: the connection broke in the middle of the answer.", await ErrorAsync(fetcher, TestFetcher.UrlOn(server)));
    }

    [Fact]
    public async Task Of_a_body_longer_than_its_length_the_length_is_taken()
    {
        await using var server = RawServer.Start("HTTP/1.1 200 OK\nContent-Length: 1000", s_bytes);
        using var fetcher = TestFetcher.For(server);

        var (image, problem) = await fetcher.FetchAsync(TestFetcher.UrlOn(server), Cancellation);
        using (image)
        {
            Assert.Null(problem);
            Assert.Equal(s_bytes[..1000], image!.Memory.ToArray());
        }
    }

    [Theory]
    [InlineData("Connection: close")]
    [InlineData("Transfer-Encoding: chunked")]
    public async Task Of_a_body_without_end_no_more_than_the_limit_is_taken(string header)
    {
        var sent = 0L;
        var chunk = header.StartsWith("Transfer", StringComparison.Ordinal) ? [.. "10000\r\n"u8, .. new byte[65_536], .. "\r\n"u8] : new byte[65_536];
        await using var server = RawServer.Start(async (stream, cancellationToken) =>
        {
            await RawServer.WriteAsync(stream, $"HTTP/1.1 200 OK\n{header}", cancellationToken);
            while (true)
            {
                await stream.WriteAsync(chunk, cancellationToken);
                sent += chunk.Length;
            }
        });
        using var fetcher = TestFetcher.For(server);

        Assert.Equal("422 image_fetch_failed: imageUrl: at most 33554432 bytes; this file has more.", await ErrorAsync(fetcher, TestFetcher.UrlOn(server)));
        await server.DisposeAsync();
        Assert.InRange(sent, GenerationLimits.ImageBytes - 65_536, 2 * GenerationLimits.ImageBytes);
    }

    [Fact]
    public async Task Headers_without_end_are_refused()
    {
        await using var server = RawServer.Start(async (stream, cancellationToken) =>
        {
            await stream.WriteAsync("HTTP/1.1 200 OK\r\n"u8.ToArray(), cancellationToken);
            while (true)
            {
                await stream.WriteAsync("X-More: and more\r\n"u8.ToArray(), cancellationToken);
            }
        });
        using var fetcher = TestFetcher.For(server);

        Assert.Equal("422 image_fetch_failed: imageUrl: the answer's headers are longer than is taken.", await ErrorAsync(fetcher, TestFetcher.UrlOn(server)));
    }

    /// <summary>Each sends a little every second and never comes to an end. The fetcher's clock is turned on once the server is at it.</summary>
    [Theory]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 1000000\r\n\r\n", 300)]
    [InlineData("HTTP/1.1 200 OK\r\nX-Slow: ", 1)]
    [InlineData("HTTP/1.1 103 Early Hints\r\n\r\nHTTP/1.1 103 ", 0)]
    [InlineData("", 0)]
    public async Task A_server_that_takes_its_time_is_given_up(string beginning, int bytesASecond)
    {
        var time = new FakeTimeProvider();
        var begun = new TaskCompletionSource();
        await using var server = RawServer.Start(async (stream, cancellationToken) =>
        {
            await stream.WriteAsync(System.Text.Encoding.ASCII.GetBytes(beginning), cancellationToken);
            begun.SetResult();
            while (true)
            {
                await stream.WriteAsync(new byte[bytesASecond], cancellationToken);
                await Task.Delay(TimeSpan.FromSeconds(1), cancellationToken);
            }
        });
        using var fetcher = TestFetcher.For(server, time);

        var fetching = ErrorAsync(fetcher, TestFetcher.UrlOn(server));
        await begun.Task;
        time.Advance(TimeSpan.FromSeconds(19));
        Assert.False(fetching.IsCompleted);
        time.Advance(TimeSpan.FromSeconds(1));

        Assert.Equal("422 image_fetch_failed: imageUrl: the answer was not complete within 20 s.", await fetching);
    }

    [Fact]
    public async Task A_host_that_cannot_be_reached_is_told_apart_from_one_that_is_not_known()
    {
        var closed = RawServer.Start("");
        var (options, url) = (TestFetcher.OptionsFor(closed), TestFetcher.UrlOn(closed));
        await closed.DisposeAsync();
        using var unreachable = TestFetcher.For(options, TestFetcher.Resolving("127.0.0.1"));
        using var unknown = TestFetcher.For(options, (_, _) => throw new SocketException((int)SocketError.HostNotFound));
        using var empty = TestFetcher.For(options, TestFetcher.Resolving());

        Assert.Equal("422 image_fetch_failed: imageUrl: no connection could be made.", await ErrorAsync(unreachable, url));
        Assert.Equal("422 image_fetch_failed: imageUrl: the host's name could not be resolved.", await ErrorAsync(unknown, url));
        Assert.Equal("422 image_fetch_failed: imageUrl: the host's name could not be resolved.", await ErrorAsync(empty, url));
    }

    [Fact]
    public async Task Https_is_taken_from_a_host_with_a_trusted_certificate_of_its_name_alone()
    {
        using var good = CertificateOf("images.test");
        using var bad = CertificateOf("elsewhere.test");
        const string head = "HTTP/1.1 200 OK\nContent-Length: 200000";
        await using var server = RawServer.Start(head, s_bytes, certificate: good);
        await using var impostor = RawServer.Start(head, s_bytes, certificate: bad);
        using var trusting = TestFetcher.For(server, trusted: good);
        using var mistrusting = TestFetcher.For(server);
        using var deceived = TestFetcher.For(impostor, trusted: bad);
        const string refusal = "422 image_fetch_failed: imageUrl: no TLS connection could be made; the host's certificate may not be trusted.";

        Assert.Null(await ErrorAsync(trusting, TestFetcher.UrlOn(server, "https")));
        Assert.Equal(refusal, await ErrorAsync(mistrusting, TestFetcher.UrlOn(server, "https")));
        Assert.Equal(refusal, await ErrorAsync(deceived, TestFetcher.UrlOn(impostor, "https")));
    }

    [Fact]
    public async Task A_server_that_never_agrees_on_TLS_is_given_up_by_the_time_for_connecting()
    {
        await using var server = RawServer.Start((_, cancellationToken) => Task.Delay(Timeout.Infinite, cancellationToken));
        var options = TestFetcher.OptionsFor(server);
        options.ConnectTimeout = TimeSpan.FromMilliseconds(200);
        using var fetcher = TestFetcher.For(options, TestFetcher.Resolving("127.0.0.1"));

        Assert.Equal("422 image_fetch_failed: imageUrl: no connection could be made in time.", await ErrorAsync(fetcher, TestFetcher.UrlOn(server, "https")));
    }

    [Fact]
    public async Task Beyond_the_places_and_those_who_wait_for_one_fetches_are_answered_503()
    {
        var open = new TaskCompletionSource();
        await using var server = RawServer.Start(async (stream, cancellationToken) =>
        {
            await open.Task;
            await RawServer.WriteAsync(stream, "HTTP/1.1 200 OK\nContent-Length: 0", cancellationToken);
        });
        var options = TestFetcher.OptionsFor(server);
        (options.MostConcurrent, options.MostWaiting) = (2, 1);
        using var fetcher = TestFetcher.For(options, TestFetcher.Resolving("127.0.0.1"));

        var patient = Enumerable.Range(0, 3).Select(_ => ErrorAsync(fetcher, TestFetcher.UrlOn(server))).ToList();
        var refused = await ErrorAsync(fetcher, TestFetcher.UrlOn(server));
        open.SetResult();

        Assert.Equal("503 unavailable: imageUrl: as many images are being fetched as this service fetches at once. Nothing is lost by trying again.", refused);
        Assert.Equal([null, null, null], await Task.WhenAll(patient));
    }

    [Fact]
    public async Task A_caller_that_goes_away_ends_the_fetch()
    {
        using var caller = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        await using var server = RawServer.Start(async (_, cancellationToken) =>
        {
            await caller.CancelAsync();
            await Task.Delay(Timeout.Infinite, cancellationToken);
        });
        using var fetcher = TestFetcher.For(server);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => fetcher.FetchAsync(TestFetcher.UrlOn(server), caller.Token));
    }

    private static async Task<string?> ErrorAsync(ImageFetcher fetcher, string url)
    {
        var (image, problem) = await fetcher.FetchAsync(url, Cancellation);
        image?.Dispose();
        return TestFetcher.Text(problem);
    }

    private static X509Certificate2 CertificateOf(string host)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest($"CN={host}", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName(host);
        request.CertificateExtensions.Add(names.Build());
        var now = TimeProvider.System.GetUtcNow();
        return request.CreateSelfSigned(now.AddDays(-1), now.AddDays(1));
    }
}
