namespace QualitySuite.Scoring.Weights;

/// <summary>A tensor as the pickle of a state dictionary describes it.</summary>
internal sealed record PickledTensor(PickledStorage Storage, long Offset, IReadOnlyList<long> Shape, IReadOnlyList<long> Strides);

/// <summary>Where a tensor's numbers are.</summary>
/// <param name="Key">Name of the entry under data/.</param>
/// <param name="Size">Bytes of one number.</param>
/// <param name="Count">Numbers.</param>
internal sealed record PickledStorage(string Key, int Size, long Count);

/// <summary>A name that the pickle takes from a Python module.</summary>
internal sealed record PickledName(string Module, string Name);

/// <summary>A dictionary; the keys are texts.</summary>
internal sealed class PickledDictionary
{
    public List<KeyValuePair<string, object?>> Items { get; } = [];
}
