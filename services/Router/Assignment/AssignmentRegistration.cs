using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using TriageMesh.Domain.Assignment;

namespace TriageMesh.Router.Assignment;

internal static class AssignmentRegistration
{
    public static void AddAssignment(this IServiceCollection services)
    {
        services.AddSingleton<IAssignmentPolicy, LeastLoadPolicy>();
        services.AddSingleton<LaneAlerts>().AddSingleton<QueueDrain>().AddHostedService<DrainWorker>();
        services.AddSingleton<UnopenedTickets>().AddSingleton<SwitchedOffAgents>().AddHostedService<DutyWorker>();
    }

    public static void MapAssignment(this IEndpointRouteBuilder api)
    {
        api.MapShifts();
        api.MapQueueAssignment();
        api.MapStaffing();
    }
}
