using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;
using Npgsql;
using QualitySuite.Storage.Images;

namespace QualitySuite.FeedbackApi.Images;

/// <summary>When images without a generation are removed. Section <c>ImageStore:Orphans</c>.</summary>
internal sealed class OrphanOptions
{
    public const string Section = "ImageStore:Orphans";

    /// <summary>How long an image may lie without a row: longer than any request takes.</summary>
    [Range(typeof(TimeSpan), "00:10:00", "30.00:00:00")]
    public TimeSpan Age { get; set; } = TimeSpan.FromHours(24);

    [Range(typeof(TimeSpan), "00:01:00", "7.00:00:00")]
    public TimeSpan Interval { get; set; } = TimeSpan.FromHours(1);
}

/// <summary>Removes images that no generation refers to: what a crash between storing the image and committing its rows leaves behind.</summary>
internal sealed class OrphanCollector(
    ImageStore images, ThumbnailCache thumbnails, NpgsqlDataSource database, IOptions<OrphanOptions> options, TimeProvider time, ILogger<OrphanCollector> logger)
    : BackgroundService
{
    private const int BatchSize = 500;

    /// <summary>One pass over the store; returns how many images were removed.</summary>
    public async Task<int> CollectAsync(CancellationToken cancellationToken)
    {
        var before = time.GetUtcNow() - options.Value.Age;
        await images.RemoveInterruptedWritesAsync(before, cancellationToken);
        var removed = 0;
        await foreach (var batch in images.OlderThanAsync(before, cancellationToken).Chunk(BatchSize).WithCancellation(cancellationToken))
        {
            await using var connection = await database.OpenConnectionAsync(cancellationToken);
            var referenced = await ImageReferences.AmongAsync(connection, Array.ConvertAll(batch, a => a.ToHash()), cancellationToken);
            foreach (var address in batch.Where(a => !referenced.Contains(a)))
            {
                if (await images.RemoveIfOlderThanAsync(address, before, cancellationToken))
                {
                    await thumbnails.RemoveAsync(address, cancellationToken);
                    removed++;
                }
            }
        }

        return removed;
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(options.Value.Interval, time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                var removed = await CollectAsync(stoppingToken);
                if (removed > 0)
                {
                    logger.OrphansRemoved(removed);
                }
            }
#pragma warning disable CA1031 // The loop outlives whatever fails in one pass; the next pass tries again.
            catch (Exception e) when (e is not OperationCanceledException)
#pragma warning restore CA1031
            {
                logger.CollectionFailed(e);
            }
        }
    }
}
