namespace Aspire.Hosting.Testing;

/// <summary>Runs an AppHost inside a test, with random ports and a data folder that is deleted with the application.</summary>
public static class DistributedApplicationTestingBuilder
{
    /// <summary>Runs the AppHost's main up to the point where it builds its application.</summary>
    /// <typeparam name="TEntryPoint">Any class of the AppHost's assembly, such as <c>Projects.QualitySuite_AppHost</c>.</typeparam>
    public static Task<IDistributedApplicationTestingBuilder> CreateAsync<TEntryPoint>(CancellationToken cancellationToken = default)
        where TEntryPoint : class => CreateAsync<TEntryPoint>([], cancellationToken);

    /// <summary>Runs the AppHost's main up to the point where it builds its application.</summary>
    /// <typeparam name="TEntryPoint">Any class of the AppHost's assembly, such as <c>Projects.QualitySuite_AppHost</c>.</typeparam>
    /// <param name="args">The AppHost's command line.</param>
    /// <param name="cancellationToken">Gives up waiting for the main.</param>
    public static async Task<IDistributedApplicationTestingBuilder> CreateAsync<TEntryPoint>(
        string[] args, CancellationToken cancellationToken = default)
        where TEntryPoint : class
    {
        var session = new TestSession(typeof(TEntryPoint).Assembly);
        return new TestingBuilder(await session.RunMainAsync(args, cancellationToken), session);
    }

    private sealed class TestingBuilder(DistributedApplicationBuilder inner, TestSession session) : IDistributedApplicationTestingBuilder
    {
        public ConfigurationManager Configuration => inner.Configuration;

        public string AppHostDirectory => inner.AppHostDirectory;

        public IHostEnvironment Environment => inner.Environment;

        public IServiceCollection Services => inner.Services;

        public DistributedApplicationExecutionContext ExecutionContext => inner.ExecutionContext;

        public ICollection<IResource> Resources => inner.Resources;

        public IResourceBuilder<T> AddResource<T>(T resource)
            where T : IResource => inner.AddResource(resource);

        public DistributedApplication Build() => session.BuildAsync(CancellationToken.None).GetAwaiter().GetResult();

        public Task<DistributedApplication> BuildAsync(CancellationToken cancellationToken = default) => session.BuildAsync(cancellationToken);

        public ValueTask DisposeAsync()
        {
            session.End();
            return ValueTask.CompletedTask;
        }
    }
}

/// <summary>The description of an application under test, which may still be changed.</summary>
public interface IDistributedApplicationTestingBuilder : IDistributedApplicationBuilder, IAsyncDisposable
{
    /// <summary>Ends the description and lets the AppHost's main go on to its run, which waits for the test.</summary>
    Task<DistributedApplication> BuildAsync(CancellationToken cancellationToken = default);
}
