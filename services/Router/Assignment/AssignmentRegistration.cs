using Microsoft.Extensions.DependencyInjection;
using TriageMesh.Domain.Assignment;

namespace TriageMesh.Router.Assignment;

internal static class AssignmentRegistration
{
    public static void AddAssignment(this IServiceCollection services)
    {
        services.AddSingleton<IAssignmentPolicy, LeastLoadPolicy>();
        services.AddSingleton<QueueDrain>();
        services.AddHostedService<DrainWorker>();
    }
}
