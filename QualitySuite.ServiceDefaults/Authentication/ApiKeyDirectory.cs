using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Npgsql;

namespace QualitySuite.ServiceDefaults;

/// <summary>Which keys are in force: the database's answers, remembered for seconds, and for minutes while the database is out.</summary>
internal sealed class ApiKeyDirectory(
    ApiKeyStore store, IOptions<AuthenticationOptions> options, TimeProvider time, ILogger<ApiKeyDirectory> logger)
{
    private readonly AuthenticationOptions settings = options.Value;

    // Unknown keys are held apart, so that a flood of made-up ones cannot push out those that must survive an outage. Finding a hash in a
    // dictionary takes a time that depends on the hash, which tells nothing of the key.
    private readonly ConcurrentDictionary<string, Known> known = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, long> unknownSince = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, Lazy<Task<Answer>>> lookups = new(StringComparer.Ordinal);

    /// <param name="Facts">Null if the key is not in force, or if that cannot be told (<paramref name="IsUnavailable"/>).</param>
    /// <param name="IsUnavailable">The database is out and the key was not seen of late.</param>
    public readonly record struct Answer(ApiKeyFacts? Facts, bool IsUnavailable);

    private sealed record Known(ApiKeyFacts Facts, long VerifiedAt, long TriedAt);

    public ValueTask<Answer> FindAsync(string key, CancellationToken cancellationToken)
    {
        var hash = ApiKeys.Hash(key);
        var id = Convert.ToHexString(hash);
        if (known.TryGetValue(id, out var entry) && time.GetElapsedTime(entry.TriedAt) < settings.CacheLifetime)
        {
            return ValueTask.FromResult(new Answer(entry.Facts, IsUnavailable: false));
        }
        if (unknownSince.TryGetValue(id, out var since) && time.GetElapsedTime(since) < settings.CacheLifetime)
        {
            return ValueTask.FromResult(default(Answer));
        }
        // One look-up serves all who wait for the same key, so it ends by its own clock and not when one of them leaves.
        var lookup = lookups.GetOrAdd(id, _ => new Lazy<Task<Answer>>(() => LookUpAsync(id, hash)));
        return new ValueTask<Answer>(lookup.Value.WaitAsync(cancellationToken));
    }

    private async Task<Answer> LookUpAsync(string id, byte[] hash)
    {
        try
        {
            using var timeout = new CancellationTokenSource(settings.LookupTimeout, time);
            var facts = await store.FindAsync(hash, timeout.Token);
            Remember(id, facts);
            return new Answer(facts, IsUnavailable: false);
        }
        catch (Exception exception) when (exception is NpgsqlException or OperationCanceledException or TimeoutException)
        {
            logger.KeyLookupFailed(exception, settings.OutageGrace);
            return Recall(id);
        }
        finally
        {
            lookups.TryRemove(id, out _);
        }
    }

    private void Remember(string id, ApiKeyFacts? facts)
    {
        var now = time.GetTimestamp();
        if (facts is null)
        {
            known.TryRemove(id, out _);
            MakeRoom(unknownSince, since => time.GetElapsedTime(since) >= settings.CacheLifetime);
            unknownSince[id] = now;
        }
        else
        {
            unknownSince.TryRemove(id, out _);
            MakeRoom(known, entry => time.GetElapsedTime(entry.VerifiedAt) >= settings.OutageGrace);
            known[id] = new Known(facts, now, now);
        }
    }

    private Answer Recall(string id)
    {
        if (!known.TryGetValue(id, out var entry) || time.GetElapsedTime(entry.VerifiedAt) >= settings.OutageGrace)
        {
            return new Answer(null, IsUnavailable: true);
        }
        // The next try comes after CacheLifetime: not every request of an outage waits for its own timeout.
        known[id] = entry with { TriedAt = time.GetTimestamp() };
        return new Answer(entry.Facts, IsUnavailable: false);
    }

    private void MakeRoom<T>(ConcurrentDictionary<string, T> entries, Func<T, bool> isStale)
    {
        if (entries.Count < settings.CacheCapacity)
        {
            return;
        }
        foreach (var (id, entry) in entries)
        {
            if (isStale(entry))
            {
                entries.TryRemove(id, out _);
            }
        }
        if (entries.Count >= settings.CacheCapacity)
        {
            entries.Clear();
        }
    }
}
