using Azure.Core;
using Azure.Core.Pipeline;
using Azure.Identity;
using Azure.Storage.Blobs;

namespace QualitySuite.Storage.Images;

/// <summary>The container that holds the images; made when it is first asked for and not there.</summary>
internal sealed class AzureBlobContainer(AzureBlobOptions options)
{
    // A request of ours waits for the answer, so that an outage has to show in seconds; the library would take minutes.
    private const int MaxRetries = 2;

    // Old enough for Azurite, which lags behind the library's newest; nothing here needs more.
    private const BlobClientOptions.ServiceVersion Version = BlobClientOptions.ServiceVersion.V2024_11_04;

    private static readonly TimeSpan RetryDelay = TimeSpan.FromSeconds(0.2);
    private static readonly TimeSpan ConnectTimeout = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan NetworkTimeout = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan ConnectionLifetime = TimeSpan.FromMinutes(5);

    private readonly BlobContainerClient _client = Create(options);
    private volatile bool _isThere;

    public async Task<BlobContainerClient> OpenAsync(CancellationToken cancellationToken)
    {
        if (!_isThere)
        {
            // Asked first: an identity may be allowed to use this container and not to make any.
            if (!await _client.ExistsAsync(cancellationToken))
            {
                await _client.CreateIfNotExistsAsync(cancellationToken: cancellationToken);
            }

            _isThere = true;
        }

        return _client;
    }

    private static BlobContainerClient Create(AzureBlobOptions options)
    {
        var client = new BlobClientOptions(Version)
        {
            Retry = { Mode = RetryMode.Exponential, MaxRetries = MaxRetries, Delay = RetryDelay, NetworkTimeout = NetworkTimeout },
            Transport = new HttpClientTransport(new HttpClient(new SocketsHttpHandler
            {
                ConnectTimeout = ConnectTimeout,
                PooledConnectionLifetime = ConnectionLifetime,
            })
            {
                Timeout = Timeout.InfiniteTimeSpan,
            }),
        };
        return options.ContainerUri is { } uri
            ? new BlobContainerClient(uri, new DefaultAzureCredential(), client)
            : new BlobContainerClient(options.ConnectionString, options.Container, client);
    }
}
