using System.Reflection;
using System.Runtime.InteropServices;
using Aspire.Hosting.Testing;

namespace Aspire.Hosting;

/// <summary>An application: every resource, and the AppHost that starts and ends them.</summary>
public sealed class DistributedApplication : IAsyncDisposable
{
    private readonly IHost _host;
    private readonly TestSession? _session;

    internal DistributedApplication(IHost host, TestSession? session) => (_host, _session) = (host, session);

    /// <summary>Services of the AppHost.</summary>
    public IServiceProvider Services => _host.Services;

    /// <summary>The states of resources.</summary>
    public ResourceNotificationService ResourceNotifications => Services.GetRequiredService<ResourceNotificationService>();

    /// <summary>Starts and stops single resources.</summary>
    public ResourceCommandService ResourceCommands => Services.GetRequiredService<ResourceCommandService>();

    /// <summary>Begins the description of an application.</summary>
    /// <param name="args">The AppHost's command line: <c>--Key=value</c> sets configuration.</param>
    public static IDistributedApplicationBuilder CreateBuilder(string[] args)
    {
        var session = TestSession.Current;
        return new DistributedApplicationBuilder(args, session?.AppHost ?? Assembly.GetEntryAssembly(), session);
    }

    /// <summary>Starts the resources and returns; they become healthy one after another.</summary>
    /// <exception cref="DistributedApplicationException">Something is missing or in use, so that nothing was started.</exception>
    public Task StartAsync(CancellationToken cancellationToken = default) => _host.StartAsync(cancellationToken);

    /// <summary>Ends every resource, dependents first.</summary>
    public Task StopAsync(CancellationToken cancellationToken = default) => _host.StopAsync(cancellationToken);

    /// <summary>
    /// Runs until Ctrl+C, SIGTERM or the terminal's end; a missing server, a port in use or a folder that cannot be written is printed and
    /// sets exit code 1.
    /// </summary>
    public async Task RunAsync(CancellationToken cancellationToken = default)
    {
        if (_session is not null)
        {
            // Under test the test starts and stops the application; the AppHost's main has only to wait for its end.
            await _session.Ended;
            return;
        }

        // The host itself listens to the other signals only.
        using var hangUp = PosixSignalRegistration.Create(PosixSignal.SIGHUP, signal =>
        {
            signal.Cancel = true;
            Services.GetRequiredService<IHostApplicationLifetime>().StopApplication();
        });
        try
        {
            await _host.RunAsync(cancellationToken);
        }
        catch (Exception e) when (e is DistributedApplicationException or IOException or UnauthorizedAccessException)
        {
            await Console.Error.WriteLineAsync($"error: {e.Message}");
            Environment.ExitCode = 1;
        }
    }

    /// <summary>Runs until Ctrl+C, SIGTERM or the terminal's end.</summary>
    public void Run() => RunAsync().GetAwaiter().GetResult();

    /// <inheritdoc />
    public ValueTask DisposeAsync()
    {
        _session?.End();
        return ((IAsyncDisposable)_host).DisposeAsync();
    }
}
