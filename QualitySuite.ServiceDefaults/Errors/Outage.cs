using System.Net;
using System.Net.Sockets;
using Npgsql;
using Polly;
using StackExchange.Redis;

namespace QualitySuite.ServiceDefaults;

/// <summary>Tells an outage, which passes, from a fault of ours, which does not.</summary>
public static class Outage
{
    /// <summary>What is out according to the exception (<c>The database</c>, <c>Redis</c>, <c>The image store</c>, <c>Another service</c>); null if it tells of no outage.</summary>
    public static string? DependencyOf(Exception exception) => exception switch
    {
        OutageException outage => outage.Dependency,
        NpgsqlException npgsql when IsDatabaseOut(npgsql) => "The database",
        RedisConnectionException or RedisTimeoutException => "Redis",
        ExecutionRejectedException => "Another service",
        HttpRequestException { StatusCode: null or >= HttpStatusCode.InternalServerError } => "Another service",
        AggregateException { InnerExceptions: [{ } only] } => DependencyOf(only),
        _ => null,
    };

    private static bool IsDatabaseOut(NpgsqlException exception) =>
        exception.IsTransient
        || exception.InnerException is SocketException or TimeoutException or IOException
        // Npgsql holds these for final, but a server that is restarted says them and is back in seconds.
        || exception.SqlState is PostgresErrorCodes.AdminShutdown or PostgresErrorCodes.CrashShutdown or PostgresErrorCodes.CannotConnectNow;
}
