using System.Reflection;

namespace Aspire.Hosting.Testing;

/// <summary>
/// Connects a test with an AppHost whose main runs in the test's process: it stops that main in Build until the test has had its say,
/// and in Run until the test is done.
/// </summary>
internal sealed class TestSession(Assembly appHost)
{
    private static readonly AsyncLocal<TestSession?> Flowing = new();

    private readonly TaskCompletionSource<DistributedApplicationBuilder> _builder = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _buildRequested = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource<DistributedApplication> _application = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>The session on whose thread this is called, or null outside tests.</summary>
    public static TestSession? Current => Flowing.Value;

    public Assembly AppHost => appHost;

    public Task Ended => _ended.Task;

    public Task<DistributedApplicationBuilder> RunMainAsync(string[] args, CancellationToken cancellationToken)
    {
        var main = appHost.EntryPoint
            ?? throw new InvalidOperationException($"{appHost.GetName().Name} has no entry point: name a class of the AppHost's assembly.");
        var thread = new Thread(() => RunMain(main, args)) { IsBackground = true, Name = $"{appHost.GetName().Name} main" };
        thread.Start();
        return _builder.Task.WaitAsync(cancellationToken);
    }

    public Task<DistributedApplication> BuildAsync(CancellationToken cancellationToken)
    {
        _buildRequested.TrySetResult();
        return _application.Task.WaitAsync(cancellationToken);
    }

    public void OfferBuilder(DistributedApplicationBuilder builder)
    {
        _builder.TrySetResult(builder);
        _buildRequested.Task.GetAwaiter().GetResult();
    }

    public void OfferApplication(DistributedApplication application) => _application.TrySetResult(application);

    public void End()
    {
        _buildRequested.TrySetCanceled();
        _ended.TrySetResult();
    }

    private void RunMain(MethodInfo main, string[] args)
    {
        Flowing.Value = this;
        try
        {
            var result = main.Invoke(null, main.GetParameters().Length == 0 ? [] : [args]);
            (result as Task)?.GetAwaiter().GetResult();
            Fail(new InvalidOperationException("The AppHost's main ended without building an application."));
        }
        catch (TargetInvocationException e) when (e.InnerException is not null)
        {
            Fail(e.InnerException);
        }
    }

    private void Fail(Exception e)
    {
        _builder.TrySetException(e);
        _application.TrySetException(e);
    }
}
