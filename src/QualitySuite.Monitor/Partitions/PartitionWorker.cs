using Dapper;
using Npgsql;

namespace QualitySuite.Monitor.Partitions;

/// <summary>Makes the month partitions ahead of time, once a day.</summary>
internal sealed class PartitionWorker(NpgsqlDataSource database, TimeProvider time, ILogger<PartitionWorker> logger) : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromDays(1);
    private static readonly TimeSpan RetryAfter = TimeSpan.FromMinutes(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            var wait = Interval;
            try
            {
                await using var connection = await database.OpenConnectionAsync(stoppingToken);
                var made = await connection.ExecuteScalarAsync<int>(new CommandDefinition("select public.ensure_partitions()", cancellationToken: stoppingToken));
                if (made > 0)
                {
                    logger.PartitionsMade(made);
                }
            }
#pragma warning disable CA1031 // The loop outlives whatever fails in one pass; the next pass tries again.
            catch (Exception e) when (e is not OperationCanceledException || !stoppingToken.IsCancellationRequested)
#pragma warning restore CA1031
            {
                logger.PartitionsFailed(e);
                wait = RetryAfter;
            }

            await Task.Delay(wait, time, stoppingToken);
        }
    }
}
