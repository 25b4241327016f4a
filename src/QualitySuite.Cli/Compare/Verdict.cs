using System.Text.Json.Serialization;

namespace QualitySuite.Cli.Compare;

/// <summary>What a comparison of one metric comes to, said of B.</summary>
internal enum Verdict
{
    [JsonStringEnumMemberName("better")]
    Better,

    [JsonStringEnumMemberName("worse")]
    Worse,

    /// <summary>Of a metric for which neither way is better.</summary>
    [JsonStringEnumMemberName("higher")]
    Higher,

    /// <summary>Of a metric for which neither way is better.</summary>
    [JsonStringEnumMemberName("lower")]
    Lower,

    /// <summary>The adjusted p value does not reject that the means are equal.</summary>
    [JsonStringEnumMemberName("no_clear_difference")]
    NoClearDifference,

    /// <summary>The values are the same.</summary>
    [JsonStringEnumMemberName("equal")]
    Equal,

    /// <summary>Nothing can be said; the reason is beside it.</summary>
    [JsonStringEnumMemberName("cannot_say")]
    CannotSay,
}
