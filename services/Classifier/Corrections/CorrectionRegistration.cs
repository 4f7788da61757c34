using MassTransit;
using Microsoft.Extensions.DependencyInjection;

namespace TriageMesh.Classifier.Corrections;

internal static class CorrectionRegistration
{
    public static void AddCorrections(this IServiceCollection services) =>
        services.AddSingleton<CorrectionStore>().AddSingleton<CorrectionListing>();

    public static void AddCorrectionConsumer(this IBusRegistrationConfigurator bus) =>
        bus.AddConsumer<CorrectionsConsumer, CorrectionsConsumerDefinition>();
}
