using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Metadata;

namespace TriageMesh.Platform.Http;

/// <summary>What a part of an address or a header is called by whoever sends it.</summary>
internal static class WireParameters
{
    /// <summary>The name on the wire of a parameter that the framework tells of by its name in our program.</summary>
    public static string NameOf(Endpoint? endpoint, string parameter) =>
        endpoint
            ?.Metadata.GetOrderedMetadata<IParameterBindingMetadata>()
            .Where(binding => binding.Name == parameter)
            .SelectMany(binding => binding.ParameterInfo.GetCustomAttributes(inherit: false))
            .Select(source =>
                source switch
                {
                    IFromQueryMetadata query => query.Name,
                    IFromHeaderMetadata header => header.Name,
                    IFromRouteMetadata route => route.Name,
                    _ => null,
                }
            )
            .FirstOrDefault(name => name is not null)
        ?? parameter;
}
