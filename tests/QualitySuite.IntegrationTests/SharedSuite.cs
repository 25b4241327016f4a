[assembly: Xunit.v3.Parallelization(Mode = Xunit.Sdk.ParallelMode.None)]
[assembly: AssemblyFixture(typeof(QualitySuite.IntegrationTests.SharedSuite))]

namespace QualitySuite.IntegrationTests;

/// <summary>One running suite for all tests that do it no harm; each test uses an app of its own. Its spans go to <see cref="Spans"/>, and from <see cref="Images"/> it fetches.</summary>
public sealed class SharedSuite : IAsyncLifetime
{
    private Suite? _suite;

    internal SpanReceiver Spans { get; private set; } = null!;

    internal ImageHost Images { get; private set; } = null!;

    /// <summary>The running suite. Without servers the test is skipped, or fails where CI is set.</summary>
    public Suite Running
    {
        get
        {
            Suite.RequireServers();
            return _suite!;
        }
    }

    public async ValueTask InitializeAsync()
    {
        Spans = await SpanReceiver.StartAsync(TestContext.Current.CancellationToken);
        Images = await ImageHost.StartAsync(TestContext.Current.CancellationToken);
        if (Suite.ServersAreInstalled || Suite.IsCi)
        {
            _suite = await Suite.StartAsync(
                TestContext.Current.CancellationToken,
                [
                    $"--ASPIRE_DASHBOARD_OTLP_HTTP_ENDPOINT_URL={Spans.Address}", .. Images.Settings, .. Erasures.SoonFinished,
                    "--Privacy:RedactPrompts:0=redacted", "--Privacy:RedactComments=true",
                    "--Retention:Interval=00:00:01", "--Retention:Apps:expired:Images=30.00:00:00", "--Retention:Apps:outlived:RawRows=30.00:00:00",
                ]);
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (_suite is not null)
        {
            await _suite.DisposeAsync();
        }

        await Spans.DisposeAsync();
        await Images.DisposeAsync();
    }
}
