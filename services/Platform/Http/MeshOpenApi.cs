using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace TriageMesh.Platform.Http;

/// <summary>What every service's description of its API says alike.</summary>
internal static class MeshOpenApi
{
    private const string Problem = "application/problem+json";

    public static void Describe(OpenApiOptions options) => options.AddOperationTransformer(DescribeRefusalsAsync);

    /// <summary>A refusal that a route answers without a body gets its problem details on the way out.</summary>
    private static async Task DescribeRefusalsAsync(
        OpenApiOperation operation,
        OpenApiOperationTransformerContext context,
        CancellationToken cancellationToken
    )
    {
        var silent = (operation.Responses ?? [])
            .Where(answer => int.TryParse(answer.Key, out var status) && status >= StatusCodes.Status400BadRequest)
            .Select(answer => answer.Value)
            .OfType<OpenApiResponse>()
            .Where(answer => answer.Content is null or { Count: 0 })
            .ToList();
        if (silent.Count == 0)
        {
            return;
        }

        var schema = await context.GetOrCreateSchemaAsync(typeof(ProblemDetails), null, cancellationToken);
        context.Document!.AddComponent(nameof(ProblemDetails), schema);
        foreach (var answer in silent)
        {
            answer.Content = new Dictionary<string, OpenApiMediaType>(StringComparer.Ordinal)
            {
                [Problem] = new() { Schema = new OpenApiSchemaReference(nameof(ProblemDetails), context.Document) },
            };
        }
    }
}
