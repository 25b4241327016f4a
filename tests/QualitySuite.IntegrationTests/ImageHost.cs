using System.Collections.Concurrent;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace QualitySuite.IntegrationTests;

/// <summary>A web server with images, from which the suite is allowed to fetch.</summary>
internal sealed class ImageHost : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly ConcurrentDictionary<string, Func<HttpResponse, Task>> _answers = new();
    private readonly ConcurrentDictionary<string, int> _requests = new();

    private ImageHost(WebApplication app) => _app = app;

    public Uri Address => new(_app.Urls.First());

    /// <summary>The AppHost's settings that let the suite fetch from here.</summary>
    public string[] Settings =>
        [$"--ImageFetch:AllowedHosts:0={Address.Authority}", "--ImageFetch:AllowedNetworks:0=127.0.0.0/8", "--ImageFetch:AllowHttp=true"];

    public static async Task<ImageHost> StartAsync(CancellationToken cancellationToken)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var app = builder.Build();
        var host = new ImageHost(app);
        app.MapGet("/{name}", host.AnswerAsync);
        await app.StartAsync(cancellationToken);
        return host;
    }

    /// <summary>Answers requests of a new URL, which is returned.</summary>
    public string Serve(Func<HttpResponse, Task> answer)
    {
        var name = Guid.NewGuid().ToString("N");
        _answers[name] = answer;
        return new Uri(Address, name).ToString();
    }

    /// <summary>Has an image at a new URL, which is returned.</summary>
    public string Serve(byte[] image) => Serve(response => response.Body.WriteAsync(image).AsTask());

    /// <summary>How often the URL was asked for.</summary>
    public int RequestsOf(string url) => _requests.GetValueOrDefault(new Uri(url).AbsolutePath[1..]);

    public async ValueTask DisposeAsync() => await _app.DisposeAsync();

    private Task AnswerAsync(string name, HttpResponse response)
    {
        _requests.AddOrUpdate(name, 1, (_, earlier) => earlier + 1);
        if (_answers.TryGetValue(name, out var answer))
        {
            return answer(response);
        }

        response.StatusCode = StatusCodes.Status404NotFound;
        return Task.CompletedTask;
    }
}
