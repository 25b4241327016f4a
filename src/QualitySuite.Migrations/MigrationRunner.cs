using System.Net.Sockets;
using DbUp;
using DbUp.Postgresql;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Npgsql;
using QualitySuite.ServiceDefaults;

namespace QualitySuite.Migrations;

/// <summary>Brings the database to this version: waits for the server, takes the lock, applies what is new, each script in its transaction.</summary>
internal sealed class MigrationRunner(
    Lazy<NpgsqlDataSource> database, SqlScripts scripts, IOptions<MigrationOptions> options, TimeProvider time, ILogger<MigrationRunner> logger)
{
    /// <summary>Any number will do, as long as every version of this program uses the same and nothing else does.</summary>
    private const long LockKey = 0x5153_4D49_4752_4154;

    private readonly MigrationOptions settings = options.Value;

    /// <returns>Whether the database is at this version now; if not, the log says why.</returns>
    public async Task<bool> RunAsync(CancellationToken cancellationToken)
    {
        try
        {
            await using var connection = await ConnectAsync(cancellationToken);
            await LockAsync(connection, cancellationToken);
            var isMigrated = await Task.Run(Apply, cancellationToken);
            if (isMigrated)
            {
                await EnsurePartitionsAsync(connection, cancellationToken);
            }
            await UnlockAsync(connection);
            return isMigrated;
        }
        catch (Exception exception) when (exception is NpgsqlException or SocketException or TimeoutException or InvalidOperationException)
        {
            logger.Failed(exception, exception.Message);
            return false;
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            logger.Interrupted();
            return false;
        }
    }

    private async Task<NpgsqlConnection> ConnectAsync(CancellationToken cancellationToken)
    {
        var start = time.GetTimestamp();
        while (true)
        {
            try
            {
                return await database.Value.OpenConnectionAsync(cancellationToken);
            }
            catch (NpgsqlException exception)
                when (Outage.DependencyOf(exception) is not null && time.GetElapsedTime(start) < settings.ServerPatience)
            {
                logger.WaitingForServer(exception.Message);
                await Task.Delay(settings.RetryPause, time, cancellationToken);
            }
        }
    }

    /// <summary>The lock belongs to the session: whatever ends this process frees it.</summary>
    private async Task LockAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        await using var tryLock = new NpgsqlCommand("SELECT pg_try_advisory_lock($1)", connection) { Parameters = { new() { Value = LockKey } } };
        var start = time.GetTimestamp();
        var isWaiting = false;
        while (await tryLock.ExecuteScalarAsync(cancellationToken) is not true)
        {
            if (time.GetElapsedTime(start) >= settings.LockPatience)
            {
                throw new TimeoutException($"Another run has held the migration lock for {settings.LockPatience}. Look for it in pg_locks (locktype advisory).");
            }
            if (!isWaiting)
            {
                logger.WaitingForOtherRun();
                isWaiting = true;
            }
            await Task.Delay(settings.RetryPause, time, cancellationToken);
        }
    }

    private static async Task UnlockAsync(NpgsqlConnection connection)
    {
        await using var unlock = new NpgsqlCommand("SELECT pg_advisory_unlock($1)", connection) { Parameters = { new() { Value = LockKey } } };
        await unlock.ExecuteScalarAsync(CancellationToken.None);
    }

    private bool Apply()
    {
        var upgrade = DeployChanges.To
            .PostgresqlDatabase(new PostgresqlConnectionManager(database.Value))
            .WithScripts(scripts.InOrder)
            .WithTransactionPerScript()
            .WithVariablesDisabled()
            .WithExecutionTimeout(settings.ScriptTimeout)
            .JournalToPostgresqlTable("public", "schema_versions")
            .LogToNowhere()
            .Build();
        var result = upgrade.PerformUpgrade();
        foreach (var script in result.Scripts)
        {
            logger.Applied(script.Name);
        }
        if (!result.Successful)
        {
            logger.ScriptFailed(result.Error, result.ErrorScript?.Name ?? "(none)", result.Error.Message);
            return false;
        }
        logger.Done(result.Scripts.Count(), scripts.InOrder.Count);
        return true;
    }

    /// <summary>Months go by between two versions, so every run sees to the partitions and not only the one that made them.</summary>
    private async Task EnsurePartitionsAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        await using var find = new NpgsqlCommand("SELECT to_regprocedure('public.ensure_partitions(timestamptz)') IS NOT NULL", connection);
        if (await find.ExecuteScalarAsync(cancellationToken) is true)
        {
            await using var ensure = new NpgsqlCommand("SELECT public.ensure_partitions()", connection);
            logger.PartitionsMade(await ensure.ExecuteScalarAsync(cancellationToken) as int? ?? 0);
        }
    }
}
