using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Microsoft.Net.Http.Headers;

namespace QualitySuite.Cli.Tests.Models;

/// <summary>A real HTTP server over a folder, with the faults that downloads meet.</summary>
internal sealed class ModelServer : IAsyncDisposable
{
    private readonly WebApplication _application;
    private readonly string _folder;
    private readonly List<(string Path, string Range)> _requests = [];

    private ModelServer(string folder)
    {
        _folder = folder;
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(options => options.Listen(IPAddress.Loopback, 0));
        _application = builder.Build();
        _application.Run(AnswerAsync);
    }

    /// <summary>Without a slash at its end.</summary>
    public string Address => _application.Urls.First();

    /// <summary>All so far, with the Range header, or an empty text.</summary>
    public IReadOnlyList<(string Path, string Range)> Requests
    {
        get
        {
            lock (_requests)
            {
                return [.. _requests];
            }
        }
    }

    /// <summary>Bytes after which the first request for a file is cut; null: none is.</summary>
    public int? CutFirstAfter { get; set; }

    public bool KnowsRanges { get; set; } = true;

    /// <summary>Takes requests and says nothing.</summary>
    public bool Silent { get; set; }

    /// <summary>Answers that come before the files do.</summary>
    public Queue<int> Failures { get; } = [];

    /// <summary>Answers of a part of a file.</summary>
    public int PartialAnswers { get; private set; }

    /// <summary>The entity tag that goes with a file as it is now.</summary>
    public static string TagOf(string file) => $"\"{PackShelf.HashOf(file)[..16]}\"";

    public static async Task<ModelServer> StartAsync(string folder)
    {
        var server = new ModelServer(folder);
        await server._application.StartAsync(TestContext.Current.CancellationToken);
        return server;
    }

    public ValueTask DisposeAsync() => _application.DisposeAsync();

    private async Task AnswerAsync(HttpContext context)
    {
        var path = context.Request.Path.Value!.TrimStart('/');
        bool isFirst;
        lock (_requests)
        {
            isFirst = _requests.TrueForAll(r => r.Path != path);
            _requests.Add((path, context.Request.Headers.Range.ToString()));
        }

        if (Silent)
        {
            await Task.Delay(Timeout.Infinite, context.RequestAborted).ContinueWith(_ => { }, TaskScheduler.Default);
            return;
        }

        var file = Path.Combine(_folder, path);
        if (Failures.TryDequeue(out var status) || !File.Exists(file))
        {
            context.Response.StatusCode = status == 0 ? StatusCodes.Status404NotFound : status;
        }
        else if (CutFirstAfter is { } count && isFirst)
        {
            var content = await File.ReadAllBytesAsync(file, context.RequestAborted);
            context.Response.ContentLength = content.Length;

            // Kestrel closes a connection whose answer is shorter than it said.
            await context.Response.Body.WriteAsync(content.AsMemory(0, Math.Min(count, content.Length)), context.RequestAborted);
        }
        else
        {
            await TypedResults.PhysicalFile(file, entityTag: EntityTagHeaderValue.Parse(TagOf(file)), enableRangeProcessing: KnowsRanges).ExecuteAsync(context);
            PartialAnswers += context.Response.StatusCode == StatusCodes.Status206PartialContent ? 1 : 0;
        }
    }
}
