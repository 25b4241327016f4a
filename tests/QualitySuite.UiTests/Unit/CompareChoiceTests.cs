using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;
using QualitySuite.Contracts.Generations;
using QualitySuite.Reviewer.Comparing;

namespace QualitySuite.UiTests.Unit;

public sealed class CompareChoiceTests
{
    private static readonly GenerationFacets Facets = new(
        ["studio", "mobile"], ModelVersions: ["v1", "v3", "v2"], ["euler"], [], VersionHistory: ["v0", "v1", "v2", "v3"]);

    [Theory]
    [InlineData("", "modelVersion", "v2", "v3")]
    [InlineData("?b=modelVersion:v2", "modelVersion", "v3", "v2")]
    [InlineData("?a=modelVersion:v3", "modelVersion", "v3", "v2")]
    [InlineData("?a=modelVersion:sd:1,5&b=modelVersion:v3", "modelVersion", "sd:1,5", "v3")]
    [InlineData("?by=app&a=modelVersion:v1&b=modelVersion:v2", "app", "mobile", "studio")]
    [InlineData("?a=app:x&b=app:studio", "app", "x", "studio")]
    [InlineData("?by=sampler", "sampler", null, "euler")]
    [InlineData("?by=safetyFilter", "safetyFilter", null, null)]
    [InlineData("?by=prompt&a=prompt:x", "modelVersion", "v2", "v3")]
    [InlineData("?a=modelVersion:v1&b=modelVersion:v1", "modelVersion", "v1", "v1")]
    public void The_address_chooses_and_what_it_leaves_open_is_what_was_used_last(string query, string dimension, string? baseline, string? candidate)
    {
        var choice = CompareChoice.Read(new QueryCollection(QueryHelpers.ParseQuery(query)), Facets);

        Assert.Equal((dimension, baseline, candidate), (choice.Dimension, choice.Baseline, choice.Candidate));
    }

    [Fact]
    public void Versions_are_offered_newest_first_with_those_that_the_address_has() =>
        Assert.Equal(
            ["v3", "v2", "v1", "gone"], CompareChoice.Read(new QueryCollection(QueryHelpers.ParseQuery("?a=modelVersion:gone")), Facets).Values);
}
