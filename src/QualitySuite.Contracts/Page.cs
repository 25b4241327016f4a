using System.Text.Json.Serialization;

namespace QualitySuite.Contracts;

/// <summary>One page of a list.</summary>
/// <param name="Items">At most <c>limit</c> items (1-500), in the list's order.</param>
/// <param name="NextCursor">Opaque; given back as <c>cursor</c> it continues behind the last item. Null: this was the last page.</param>
public sealed record Page<T>(
    IReadOnlyList<T> Items, [property: JsonIgnore(Condition = JsonIgnoreCondition.Never)] string? NextCursor);
