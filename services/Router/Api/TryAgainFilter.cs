using Microsoft.AspNetCore.Http;
using TriageMesh.Platform.Hosting;

namespace TriageMesh.Router;

/// <summary>Asks a second time where the rules at hand were too old. Nothing was written: whoever finds out is in a transaction.</summary>
internal static class TryAgainFilter
{
    public static async ValueTask<object?> InvokeAsync(
        EndpointFilterInvocationContext context,
        EndpointFilterDelegate next
    )
    {
        try
        {
            return await next(context);
        }
        catch (TryAgainException)
        {
            return await next(context);
        }
    }
}
