using System.Globalization;
using System.Net;
using System.Net.Http.Headers;

namespace QualitySuite.Cli.Models;

/// <summary>
/// Fetches one file over HTTP into a <c>.part</c> file, and goes on where an earlier attempt stopped (RFC 9110, section 14). Proxies are
/// those of the environment (HTTP_PROXY, HTTPS_PROXY, NO_PROXY).
/// </summary>
internal sealed class FileDownload(HttpClient http, TimeSpan patience, TimeProvider time)
{
    private const int BufferBytes = 1 << 18;
    private const int FruitlessAttempts = 3;

    /// <summary>Appends to <paramref name="partFile"/> until it is whole.</summary>
    /// <param name="address">Of the file.</param>
    /// <param name="partFile">May exist.</param>
    /// <param name="hashIsKnown">Whether the caller can tell a wrong file by its hash.</param>
    /// <param name="report">Told bytes so far and, where the server says it, bytes in all.</param>
    /// <param name="cancellationToken">What has come stays in the file.</param>
    /// <exception cref="ToolException">The server cannot be reached, refuses, or stays silent; or the disk is full.</exception>
    public async Task RunAsync(Uri address, string partFile, bool hashIsKnown, Action<long, long?> report, CancellationToken cancellationToken)
    {
        for (var fruitless = 0; ;)
        {
            var before = LengthOf(partFile);
            string problem;
            try
            {
                await FetchAsync(address, partFile, hashIsKnown, report, cancellationToken);
                return;
            }
            catch (TransientFailureException failure)
            {
                problem = failure.Message;
            }

            fruitless = LengthOf(partFile) > before ? 0 : fruitless + 1;
            if (fruitless >= FruitlessAttempts)
            {
                throw new ToolException($"{address}: {problem}; given up after {FruitlessAttempts} attempts. What has come is kept: the same command goes on there.");
            }

            // A cut connection is taken up at once, a server in trouble is given time.
            var pause = TimeSpan.FromSeconds(fruitless == 0 ? 0 : 1 << (fruitless - 1));
            await Task.Delay(pause < patience ? pause : patience, time, cancellationToken);
        }
    }

    private static long LengthOf(string file) => File.Exists(file) ? new FileInfo(file).Length : 0;

    private async Task FetchAsync(Uri address, string partFile, bool hashIsKnown, Action<long, long?> report, CancellationToken cancellationToken)
    {
        await using var file = Open(partFile);
        var validator = hashIsKnown ? null : PartValidator.Read(partFile);
        if (!hashIsKnown && validator is null)
        {
            file.SetLength(0);
        }

        file.Seek(0, SeekOrigin.End);
        using var silence = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        try
        {
            silence.CancelAfter(patience);
            using var response = await SendAsync(address, file, validator, silence.Token);
            if (response.StatusCode == HttpStatusCode.OK)
            {
                PartValidator.Keep(partFile, response.Headers.ETag);
            }

            var total = response.Content.Headers.ContentLength + file.Position;
            RequireSpace(partFile, total - file.Position);
            await CopyAsync(response, file, total, report, silence);
            if (total is { } expected && file.Position != expected)
            {
                throw new TransientFailureException($"the connection ended after {file.Position} of {expected} bytes");
            }
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new TransientFailureException(string.Create(CultureInfo.InvariantCulture, $"nothing came for {patience.TotalSeconds:0.#} seconds"));
        }
        catch (Exception exception) when (exception is HttpIOException || (exception is IOException && exception.InnerException is System.Net.Sockets.SocketException))
        {
            throw new TransientFailureException($"the connection was cut ({exception.Message})");
        }
        finally
        {
            file.Flush(flushToDisk: true);
        }
    }

    private static FileStream Open(string partFile)
    {
        try
        {
            return new FileStream(partFile, FileMode.OpenOrCreate, FileAccess.Write, FileShare.None);
        }
        catch (IOException exception) when (File.Exists(partFile))
        {
            throw new ToolException($"{partFile} cannot be written; another pull of the same pack may be running: {exception.Message}");
        }
    }

    /// <summary>Asks for what is missing, and places the file where the answer begins.</summary>
    private async Task<HttpResponseMessage> SendAsync(Uri address, FileStream file, EntityTagHeaderValue? validator, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, address);
        if (file.Position > 0)
        {
            request.Headers.Range = new RangeHeaderValue(file.Position, null);
            request.Headers.IfRange = validator is null ? null : new RangeConditionHeaderValue(validator);
        }

        HttpResponseMessage response;
        try
        {
            response = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
        }
        catch (HttpRequestException exception)
        {
            throw Unreachable(address, exception);
        }

        try
        {
            return Accept(address, file, response);
        }
        catch
        {
            response.Dispose();
            throw;
        }
    }

    private static HttpResponseMessage Accept(Uri address, FileStream file, HttpResponseMessage response)
    {
        switch (response.StatusCode)
        {
            case HttpStatusCode.PartialContent when response.Content.Headers.ContentRange?.From == file.Position:
                return response;
            case HttpStatusCode.OK:
                // A server that knows no ranges sends all of it.
                file.SetLength(0);
                return response;
            case HttpStatusCode.PartialContent or HttpStatusCode.RequestedRangeNotSatisfiable when file.Length > 0:
                if (response.Content.Headers.ContentRange?.Length == file.Length)
                {
                    response.Content = new ByteArrayContent([]);
                    return response;
                }

                file.SetLength(0);
                throw new TransientFailureException("the server has another file than the one that was begun; it starts afresh");
            case HttpStatusCode.RequestTimeout or HttpStatusCode.TooManyRequests or >= HttpStatusCode.InternalServerError:
                throw new TransientFailureException($"the server answers {Describe(response)}");
            default:
                throw new ToolException($"{address}: the server answers {Describe(response)}. A mirror or a folder can be named by --from.");
        }
    }

    private async Task CopyAsync(HttpResponseMessage response, FileStream file, long? total, Action<long, long?> report, CancellationTokenSource silence)
    {
        await using var content = await response.Content.ReadAsStreamAsync(silence.Token);
        var buffer = new byte[BufferBytes];
        report(file.Position, total);
        for (int read; (read = await content.ReadAsync(buffer, silence.Token)) > 0;)
        {
            await file.WriteAsync(buffer.AsMemory(0, read), silence.Token);
            report(file.Position, total);
            silence.CancelAfter(patience);
        }
    }

    private static void RequireSpace(string partFile, long? needed)
    {
        var free = new DriveInfo(Path.GetDirectoryName(partFile)!).AvailableFreeSpace;
        if (needed > free)
        {
            throw new ToolException($"{partFile} needs {Bytes.Format(needed.Value)} more; the disk has {Bytes.Format(free)} free.");
        }
    }

    private static Exception Unreachable(Uri address, HttpRequestException exception) => exception switch
    {
        { HttpRequestError: HttpRequestError.ResponseEnded } or { InnerException: IOException, HttpRequestError: HttpRequestError.Unknown } => new TransientFailureException($"the connection was cut ({exception.Message})"),
        _ => new ToolException(
            $"{address} cannot be reached: {exception.Message.TrimEnd('.')}. A proxy is taken from HTTP_PROXY and HTTPS_PROXY; a mirror or a folder can be named by --from."),
    };

    private static string Describe(HttpResponseMessage response) =>
        string.Create(CultureInfo.InvariantCulture, $"{(int)response.StatusCode} {response.ReasonPhrase}").TrimEnd();

    /// <summary>Another attempt may do better.</summary>
    private sealed class TransientFailureException(string message) : Exception(message);
}
