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
            catch (NpgsqlException e)
            {
                logger.PartitionsFailed(e);
                wait = RetryAfter;
            }

            await Task.Delay(wait, time, stoppingToken);
        }
    }
}
