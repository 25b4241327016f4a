namespace QualitySuite.Scenes;

/// <summary>Derives independent seeds from one, so that adding a draw in one place changes nothing elsewhere.</summary>
public static class Seeds
{
    /// <summary>A seed for one purpose and index: FNV-1a over both, folded to 31 bits.</summary>
    public static int Of(long seed, string purpose, long index = 0)
    {
        var hash = 14695981039346656037UL;
        hash = Add(hash, seed);
        hash = Add(hash, index);
        foreach (var letter in purpose)
        {
            hash = (hash ^ letter) * 1099511628211UL;
        }

        hash ^= hash >> 32;
        return (int)(hash & int.MaxValue);
    }

    private static ulong Add(ulong hash, long value)
    {
        for (var shift = 0; shift < 64; shift += 8)
        {
            hash = (hash ^ (byte)(value >> shift)) * 1099511628211UL;
        }

        return hash;
    }
}
