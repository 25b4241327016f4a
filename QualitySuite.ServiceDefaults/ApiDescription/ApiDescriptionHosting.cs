using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.OpenApi;
using Scalar.AspNetCore;

namespace QualitySuite.ServiceDefaults;

/// <summary>The service's OpenAPI document at <c>/openapi/v1.json</c> and a page to read and try it at <c>/scalar</c>.</summary>
public static class ApiDescriptionHosting
{
    private const string Document = "v1";

    /// <summary>Describes the API of this service under <paramref name="title"/>, API key included.</summary>
    public static TBuilder AddApiDescription<TBuilder>(this TBuilder builder, string title)
        where TBuilder : IHostApplicationBuilder
    {
        builder.Services.AddOpenApi(Document, options =>
        {
            options.AddDocumentTransformer((document, _, _) =>
            {
                document.Info.Title = title;
                document.Components ??= new OpenApiComponents();
                document.Components.SecuritySchemes ??= new Dictionary<string, IOpenApiSecurityScheme>();
                document.Components.SecuritySchemes[ApiKeyAuthentication.SchemeName] = new OpenApiSecurityScheme
                {
                    Type = SecuritySchemeType.ApiKey,
                    In = ParameterLocation.Header,
                    Name = ApiKeyHeaders.ApiKey,
                    Description = "An API key with the scope that the call names.",
                };
                return Task.CompletedTask;
            });
            options.AddOperationTransformer(DescribeKey);
            options.AddSchemaTransformer(DescribeEnum);
        });
        return builder;
    }

    /// <summary>Maps the document and the page; neither needs a key.</summary>
    public static WebApplication MapApiDescription(this WebApplication app)
    {
        app.MapOpenApi("/openapi/{documentName}.json").AllowAnonymous();
        // The page's script is in Scalar's package; its fonts and its telemetry would be fetched from and sent to elsewhere.
        app.MapScalarApiReference("/scalar", options =>
        {
            options.DefaultFonts = false;
            options.Telemetry = false;
        }).AllowAnonymous();
        return app;
    }

    // The generator knows only the framework's own enum converter; ours is opaque to it.
    private static Task DescribeEnum(OpenApiSchema schema, OpenApiSchemaTransformerContext context, CancellationToken cancellationToken)
    {
        var type = context.JsonTypeInfo.Type;
        var underlying = Nullable.GetUnderlyingType(type);
        if ((underlying ?? type) is { IsEnum: true } values)
        {
            schema.Type = underlying is null ? JsonSchemaType.String : JsonSchemaType.String | JsonSchemaType.Null;
            schema.Enum = [.. Enum.GetNames(values).Select(name => (JsonNode)JsonNamingPolicy.SnakeCaseLower.ConvertName(name))];
        }
        return Task.CompletedTask;
    }

    private static Task DescribeKey(OpenApiOperation operation, OpenApiOperationTransformerContext context, CancellationToken cancellationToken)
    {
        var scopes = context.Description.ActionDescriptor.EndpointMetadata.OfType<RequiredScope>().ToList();
        if (scopes.Count == 0)
        {
            return Task.CompletedTask;
        }
        operation.Security = [new OpenApiSecurityRequirement { [new OpenApiSecuritySchemeReference(ApiKeyAuthentication.SchemeName, context.Document)] = [] }];
        operation.Responses ??= [];
        operation.Responses.TryAdd("401", new OpenApiResponse { Description = "No API key, or one that is not known or was revoked." });
        operation.Responses.TryAdd("403", new OpenApiResponse { Description = $"The key lacks the scope {string.Join(" and ", scopes)}." });
        return Task.CompletedTask;
    }
}
