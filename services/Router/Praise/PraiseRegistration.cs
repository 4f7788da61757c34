using Microsoft.Extensions.DependencyInjection;

namespace TriageMesh.Router.Praise;

internal static class PraiseRegistration
{
    public static void AddPraise(this IServiceCollection services)
    {
        services.AddSingleton<PraiseReader>().AddSingleton<PraiseDesk>();
        services.AddSingleton<PraiseRequests>().AddSingleton<PraiseRequestOutbox>();
        services.AddSingleton<GrantTimers>().AddHostedService<GrantWorker>();
    }
}
